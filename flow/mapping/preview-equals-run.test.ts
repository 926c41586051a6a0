import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askText } from '#components/mapping/ask-text.ts';
import { readAnswer, requestText } from '#components/mapping/preview-wire.ts';
import { answerOf } from '#components/mapping/worker-asks.ts';
import { map } from '#server/connectors/logic/map.ts';
import { type Json, parseJson, stringifyJson } from '../json.ts';
import type { Message } from '../run/message.ts';
import { mappingSchema } from './document.ts';
import { anyJson, anyMapping, anySchema } from './testing/hostile.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'Europe/Vienna' };

const message = (body: Json): Message => ({ id: 'm', body }) as unknown as Message;

/** Numbers and names as they may come over the wire, which no value in memory can be written as. */
const wire = fc.constantFrom(
  '9007199254740993',
  '0.1234567890123456789',
  '1e999999',
  '-1e-999999',
  '1.0',
  '-0',
  '-0.0',
  '1E5',
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"a":1},"a":{"constructor":"b"}}',
  '{"a":1,"a":2,"lines":[{"a":12345678901234567890.5,"b":"\\udfff"}]}',
);
const text = fc.oneof(
  anyJson.map((value) => stringifyJson(value)),
  wire,
  wire.map((part) => `{"a":${part},"lines":[${part},{"a":${part}}]}`),
);

describe('whatever the mapping and the message', () => {
  it('what the preview shows is what a run writes, byte for byte, and what the run parks it shows with its field', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping, text, anySchema, async (drawn, input, schema) => {
        const document = stringifyJson(drawn as unknown as Json);

        const node = { id: 'map', name: 'Map', operation: 'logic.map', config: { mapping: parseJson(document) } };
        const step = map.compile(node as never, { target: schema } as never);
        const ran = await step([message(parseJson(input))], given as never);

        const mapping = mappingSchema.parse(parseJson(document));
        const request = { mapping, schema, body: parseJson(input), given };
        const shown = readAnswer(await answerOf(askText('preview', requestText(request))));

        const [out] = ran.outputs.out ?? [];
        const [parked] = ran.parked;
        expect(shown.troubles.length > 0).toBe(parked !== undefined);
        if (out) expect(stringifyJson(shown.value ?? null)).toBe(stringifyJson(out.body));
        else expect(parked?.trouble.field).toBe(shown.troubles[0]?.field);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});
