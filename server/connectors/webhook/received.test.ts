import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { Rejected } from '../contract.ts';
import { type Bench, benchOf, hookRequest, troubleIn } from '../testing/bench.ts';
import { received } from './received.ts';
import { signatureOf, signingSchema } from './signature.ts';

const secrets = { secret: 'new secret', previousSecret: 'old secret' };
const body = '{ "id": "evt-7", "order": { "name": "#1002", "number": 90071992547409931 } }\r\n';
const raw = new TextEncoder().encode(body);

function bench(config: JsonObject, answer = async () => new Response()): Bench {
  return benchOf({ answer, config, connection: { secrets } });
}

const receive = (
  config: JsonObject,
  headers: Record<string, string>,
  sent: string | Uint8Array = body,
  method = 'POST',
) => received.receive?.(hookRequest(sent, headers, method), bench(config).ctx);

describe('webhook received, signed', () => {
  it.each<[string, JsonObject, string, string]>([
    ['hexadecimal SHA-256', {}, 'new secret', 'x-signature-256'],
    ['the previous secret', {}, 'old secret', 'x-signature-256'],
    [
      'a header and a prefix of its own',
      { header: 'X-Hub-Signature', prefix: 'sha256=' },
      'new secret',
      'x-hub-signature',
    ],
    ['Base64 SHA-512', { algorithm: 'sha512', encoding: 'base64' }, 'new secret', 'x-signature-256'],
    ['SHA-1', { algorithm: 'sha1', prefix: '' }, 'new secret', 'x-signature-256'],
  ])('accepts %s', (_words, config, secret, header) => {
    const signature = signatureOf(raw, secret, signingSchema.parse({ ...config, header: undefined }));
    expect(receive(config, { [header]: signature })).toMatchObject({ kind: 'messages', messages: [{ body }] });
  });

  it.each<[string, JsonObject, Record<string, string>, RegExp]>([
    ['no signature', {}, {}, /x-signature-256.*missing/],
    ['a wrong signature', {}, { 'x-signature-256': 'ab'.repeat(32) }, /does not fit/],
    ['a signature in another encoding', { encoding: 'base64' }, { 'x-signature-256': 'ab'.repeat(32) }, /does not fit/],
    ['a signature without its prefix', { prefix: 'sha256=' }, { 'x-signature-256': 'ab'.repeat(32) }, /does not fit/],
    ['a short signature', {}, { 'x-signature-256': 'ab' }, /does not fit/],
  ])('refuses %s with 401', (_words, config, headers, reason) => {
    expect(receive(config, headers)).toEqual({ kind: 'refused', status: 401, reason: expect.stringMatching(reason) });
  });

  it('refuses a body that was changed by one byte', () => {
    const signature = signatureOf(raw, 'new secret', signingSchema.parse({}));
    const changed = body.replace('\r\n', '\n');
    expect(receive({}, { 'x-signature-256': signature }, changed)).toMatchObject({ status: 401 });
  });

  it('refuses everything while there is no secret to check with', () => {
    const { ctx } = benchOf({ answer: async () => new Response() });
    expect(received.receive?.(hookRequest(body), ctx)).toMatchObject({ status: 401 });
  });
});

describe('webhook received, unsigned by choice', () => {
  const none = { verification: 'none' };

  it('keeps the text as it came and finds id and key', () => {
    const config = { ...none, idHeader: 'X-Request-Id', idPath: 'id', keyPath: 'order.name' };
    const headers = { type: 'webhook.received', source: 'webhook:trigger-1', time: '2026-11-23T09:00:00.000Z' };
    expect(receive(config, { 'x-request-id': 'r-1' })).toEqual({
      kind: 'messages',
      messages: [{ sourceId: 'r-1', dedupeSeconds: 30 * 86_400, key: '#1002', headers, body }],
    });
    expect(receive(config, {})).toMatchObject({ messages: [{ sourceId: 'evt-7' }] });
  });

  it.each<[string, JsonObject, { sourceId?: unknown; dedupeSeconds: number }]>([
    ['its id, for a day', { idPath: 'id', dedupeHours: 24 }, { sourceId: 'evt-7', dedupeSeconds: 86_400 }],
    [
      'its id, for a time that makes no sense',
      { idPath: 'id', dedupeHours: -1 },
      { sourceId: 'evt-7', dedupeSeconds: 2_592_000 },
    ],
    [
      'every byte of its body',
      { idPath: 'id', dedupe: 'content' },
      { sourceId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), dedupeSeconds: 2_592_000 },
    ],
    ['nothing', { idPath: 'id', dedupe: 'none' }, { sourceId: 'evt-7', dedupeSeconds: 0 }],
  ])('is known again by %s', (_words, config, message) => {
    expect(receive({ ...none, ...config }, {})).toMatchObject({ messages: [message] });
  });

  it('tells one byte of a body from another', () => {
    const idOf = (sent: string) => {
      const got = receive({ ...none, dedupe: 'content' }, {}, sent);
      return got && 'messages' in got ? got.messages[0]?.sourceId : undefined;
    };
    expect(idOf('{"a":1}')).toBe(idOf('{"a":1}'));
    expect(idOf('{"a":1}')).not.toBe(idOf('{"a": 1}'));
  });

  it.each<[JsonObject, unknown]>([
    [{}, undefined],
    [{ respond: 'accepted', timeoutSeconds: 5 }, undefined],
    [{ respond: 'result' }, { timeoutSeconds: 10 }],
    [{ respond: 'result', timeoutSeconds: 60 }, { timeoutSeconds: 60 }],
    [{ respond: 'result', timeoutSeconds: 0 }, { timeoutSeconds: 10 }],
    [{ respond: 'result', timeoutSeconds: 'soon' }, { timeoutSeconds: 10 }],
  ])('as configured by %j lets the sender wait: %j', (config, waits) => {
    expect(received.respond?.({ ...none, ...config })).toEqual(waits);
  });

  it('keeps every digit of a key that is a number', () => {
    expect(receive({ ...none, keyPath: 'order.number' }, {})).toMatchObject({
      messages: [{ key: '90071992547409931' }],
    });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'The body is empty; JSON is expected.'],
    ['half an object', '{"a":', 'The body is not JSON: it ends before it is complete.'],
    ['a stray comma', '{\n  "a": 1,\n}', 'The body is not JSON: something unexpected stands in line 3, column 1.'],
    ['endless nesting', '['.repeat(5000) + ']'.repeat(5000), expect.stringContaining('deeper than 200 levels')],
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0x7d]), 'The body is not UTF-8 text.'],
  ])('answers 400 to %s and says where', (_words, sent, reason) => {
    expect(receive(none, {}, sent)).toEqual({ kind: 'refused', status: 400, reason });
  });

  it('takes POST and PUT only', () => {
    expect(receive(none, {}, body, 'GET')).toMatchObject({ status: 405 });
    expect(receive(none, {}, body, 'PUT')).toMatchObject({ kind: 'messages' });
  });
});

describe('rehearse', () => {
  it('posts the sample to its own hook, signed so that the hook accepts it', async () => {
    const config = { keyPath: 'name', sample: { name: '#7' } };
    const { ctx, calls } = bench(config);
    await expect(received.rehearse?.('http://here/hooks/abc', ctx)).resolves.toMatchObject({ key: '#7' });
    const [call] = calls;
    expect(call).toMatchObject({ url: 'http://here/hooks/abc', body: '{"name":"#7"}' });
    expect(receive(config, call?.headers ?? {}, call?.body)).toMatchObject({ kind: 'messages' });
  });

  it('tells what the hook said when it refuses', async () => {
    const { ctx } = bench({}, async () => new Response('no', { status: 401 }));
    const trouble = await troubleIn(received.rehearse?.('http://here/hooks/abc', ctx) ?? Promise.resolve());
    expect(trouble).toBeInstanceOf(Rejected);
    expect(trouble).toMatchObject({ message: 'The hook refused the sample with 401: no' });
  });
});
