import { describe, expect, it } from 'vitest';
import type { FlowNode } from '#flow/flow.ts';
import { type Json, type JsonObject, parseJson } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { mostElements, split } from './split.ts';

const given = { now: '2026-11-23T10:00:00Z', zone: 'UTC' };
const node = (config: JsonObject): FlowNode => ({ id: 's', operation: 'logic.split', name: 'Lines', config });
const message = (body: Json): Message => ({
  id: 'm',
  root: 'm',
  parents: [],
  key: '#1',
  headers: { type: 't', source: 's', time: given.now },
  body,
});
const run = async (config: JsonObject, body: Json) => split.compile(node(config), {})([message(body)], given);

const order = parseJson(
  '{ "name": "#1", "cart": { "lines": [{ "sku": "A", "n": 1 }, { "sku": "B" }, 3], "note": "x" } }',
);

describe('split', () => {
  it('makes one message per element, in order, with the lineage in its id and the key of the parent', async () => {
    const { outputs, filtered, parked } = await run({ path: 'cart.lines' }, order);
    expect(outputs.out).toMatchObject([
      { id: 'm/s.out.0', root: 'm', parents: ['m'], key: '#1', body: { sku: 'A', n: 1 } },
      { id: 'm/s.out.1', root: 'm', parents: ['m'], key: '#1', body: { sku: 'B' } },
      { id: 'm/s.out.2', root: 'm', parents: ['m'], key: '#1', body: 3 },
    ]);
    expect([filtered, parked]).toEqual([[], []]);
  });

  it('keeps what surrounds the list under a name, and leaves the received body alone', async () => {
    const { outputs } = await run({ path: 'cart.lines[]', keep: 'order' }, order);
    const rest = { name: '#1', cart: { note: 'x' } };
    expect(outputs.out?.map(({ body }) => body)).toEqual([
      { sku: 'A', n: 1, order: rest },
      { sku: 'B', order: rest },
      { value: 3, order: rest },
    ]);
    expect(order).toMatchObject({ cart: { lines: [{ sku: 'A' }, {}, 3] } });
  });

  it('takes the business key from an element that has one', async () => {
    const { outputs } = await run(
      { path: 'lines', key: 'id' },
      parseJson('{"lines":[{"id":9007199254740993},{"id":""},{}]}'),
    );
    expect(outputs.out?.map(({ key }) => key)).toEqual(['9007199254740993', '#1', '#1']);
  });

  it.each([
    ['filter', { filtered: ['m'], out: [], parked: [] }],
    [undefined, { filtered: ['m'], out: [], parked: [] }],
    ['pass', { filtered: [], out: ['m'], parked: [] }],
    ['park', { filtered: [], out: [], parked: ['lines'] }],
  ])('lets a message with an empty list go where it was told: %s', async (empty, expected) => {
    const { outputs, filtered, parked } = await run({ path: 'lines', ...(empty ? { empty } : {}) }, { lines: [] });
    expect({
      filtered,
      out: outputs.out?.map(({ id }) => id),
      parked: parked.map(({ trouble }) => trouble.field),
    }).toEqual(expected);
  });

  it.each<[Json, string]>([
    [{}, 'There is nothing at lines'],
    [{ lines: null }, 'There is nothing at lines'],
    [{ lines: 'one, two' }, 'lines is “one, two”, not a list'],
    [{ lines: { a: 1 } }, 'lines is an object, not a list'],
    [[1, 2], 'The value is a list of 2 here'],
    [{ lines: Array(mostElements + 1).fill(1) }, 'lines has 10,001 elements, and 10,000 is the most'],
  ])('parks what it cannot split, and says where and why: %#', async (body, words) => {
    const { outputs, parked } = await run({ path: 'lines' }, body);
    expect(outputs.out).toEqual([]);
    expect(parked[0]?.trouble).toMatchObject({ class: 'mapping', field: 'lines' });
    expect(parked[0]?.trouble.message).toContain('“Lines”');
    expect(parked[0]?.trouble.message).toContain(words);
    expect(parked[0]?.trouble.wayOut).not.toBe('');
  });

  it('splits as many as it may', async () => {
    expect((await run({ path: 'lines' }, { lines: Array(mostElements).fill(1) })).outputs.out).toHaveLength(
      mostElements,
    );
  });

  it('parks rather than write over a field of the element', async () => {
    const { parked } = await run({ path: 'lines', keep: 'order' }, { lines: [{}, { order: 7 }] });
    expect(parked).toMatchObject([
      { trouble: { field: 'lines[1].order', message: expect.stringContaining('element 2') } },
    ]);
  });

  it('names the node that does not say what it splits', () => {
    expect(() => split.compile(node({ path: ' ' }), {})).toThrow('“Lines” does not say which list it splits');
  });
});
