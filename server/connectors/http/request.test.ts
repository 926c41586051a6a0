import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { parseJson } from '#flow/json.ts';
import { type Connection, Rejected, Retryable, Unauthorized } from '../contract.ts';
import { benchOf, deliver, messageOf, troubleIn } from '../testing/bench.ts';
import { request, test } from './request.ts';

const message = messageOf(parseJson('{"id": 12345678901234567890, "customer": {"name": "Ann & Bob"}, "amount": 1.10}'));

function bench(
  config: JsonObject,
  answer: () => Response = () => new Response('{"ok":true}'),
  connection: Partial<Connection> = {},
) {
  return benchOf({ answer: async () => answer(), config, connection });
}

describe('prepare', () => {
  it('fills values of the message into address, query and headers, without losing a digit', async () => {
    const config = {
      method: 'PUT',
      url: '/orders/{id}',
      query: [{ name: 'who', value: '{customer.name}' }],
      headers: { 'X-Name': '{customer.name}' },
    };
    const prepared = await request.prepare(message, bench(config).ctx);
    expect(prepared).toMatchObject({
      method: 'PUT',
      url: '/orders/12345678901234567890?who=Ann%20%26%20Bob',
      headers: { 'x-name': 'Ann & Bob', 'content-type': 'application/json' },
      body: message.body,
    });
    expect(prepared.headers['idempotency-key']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sends no body and no key with GET', async () => {
    const prepared = await request.prepare(message, bench({ method: 'GET', url: '/orders' }).ctx);
    expect(prepared).toEqual({ method: 'GET', url: '/orders', headers: { accept: 'application/json' } });
  });

  it('rejects a message that lacks a value the address needs', async () => {
    const { ctx } = bench({ method: 'GET', url: '/orders/{name}' });
    expect(() => request.prepare(message, ctx)).toThrow('The message has no name');
  });

  it('keeps the credentials of a connection from going to another address', async () => {
    const connection = { settings: { auth: 'bearer' }, secrets: { token: 't' } };
    const elsewhere = bench({ method: 'GET', url: 'https://elsewhere.example/' }, undefined, connection);
    expect(() => request.prepare(message, elsewhere.ctx)).toThrow('are not sent to https://elsewhere.example/');
    const home = bench({ method: 'GET', url: 'http://fake/here' }, undefined, connection);
    expect(request.prepare(message, home.ctx)).toMatchObject({ url: 'http://fake/here' });
  });
});

describe('perform', () => {
  it.each<[string, JsonObject, Record<string, string>, Record<string, string>]>([
    ['a token', { auth: 'bearer' }, { token: 't-1' }, { authorization: 'Bearer t-1' }],
    ['user and password', { auth: 'basic', user: 'ann' }, { password: 'p:w' }, { authorization: 'Basic YW5uOnA6dw==' }],
    [
      'a header of its own',
      { auth: 'header', headerName: 'X-Api-Key' },
      { headerValue: 'key-1' },
      { 'x-api-key': 'key-1' },
    ],
  ])('signs in with %s, which is not part of what prepare shows', async (_words, settings, secrets, header) => {
    const made = bench({ url: '/in' }, undefined, { settings, secrets });
    const { prepared } = await deliver(request, message, made);
    expect(made.calls[0]?.headers).toMatchObject(header);
    expect(JSON.stringify(prepared)).not.toContain(Object.values(header)[0]);
  });

  it('sends numbers digit for digit', async () => {
    const made = bench({ url: '/in' });
    await deliver(request, message, made);
    expect(made.calls[0]?.body).toContain('"id":12345678901234567890');
  });

  it.each([
    ['{"total": 9007199254740993}', parseJson('{"total": 9007199254740993}')],
    ['plain words', 'plain words'],
    ['', null],
  ])('gives the answer %j as the next body', async (text, body) => {
    await expect(
      deliver(
        request,
        message,
        bench({ url: '/in' }, () => new Response(text)),
      ),
    ).resolves.toMatchObject({ body });
  });

  it.each<[number, Record<string, string>, object]>([
    [429, { 'retry-after': '7' }, { afterSeconds: 7, maybeSent: false }],
    [429, { 'retry-after': 'Mon, 23 Nov 2026 09:01:30 GMT' }, { afterSeconds: 90 }],
    [408, {}, { maybeSent: false }],
    [425, {}, { maybeSent: false }],
    [500, {}, { maybeSent: true }],
    [502, {}, { maybeSent: true }],
    [503, { 'retry-after': '120' }, { afterSeconds: 120, maybeSent: false }],
  ])('tries again after %i', async (status, headers, expected) => {
    const trouble = await troubleIn(
      deliver(
        request,
        message,
        bench({ url: '/in' }, () => new Response('', { status, headers })),
      ),
    );
    expect(trouble).toBeInstanceOf(Retryable);
    expect(trouble).toMatchObject({ status, ...expected });
  });

  it.each([
    ['{"message":"No such order"}', 'No such order'],
    ['{"errors":[{"detail":"Too long"},{"detail":"Too old"}]}', 'Too long; Too old'],
    ['<html><body><h1>Not here</h1></body></html>', 'Not here'],
  ])('rejects on 422 with the target’s own words in %s', async (text, vendor) => {
    const trouble = await troubleIn(
      deliver(
        request,
        message,
        bench({ url: '/in' }, () => new Response(text, { status: 422 })),
      ),
    );
    expect(trouble).toBeInstanceOf(Rejected);
    expect(trouble).toMatchObject({ vendor, status: 422 });
  });

  it('says where a redirect points instead of following it', async () => {
    const answer = () => new Response('', { status: 301, headers: { location: 'https://moved.example' } });
    const trouble = await troubleIn(deliver(request, message, bench({ url: '/in' }, answer)));
    expect(trouble).toMatchObject({ name: 'Rejected', message: expect.stringContaining('https://moved.example') });
  });

  it.each([401, 403])('takes %i for refused credentials', async (status) => {
    const trouble = await troubleIn(
      deliver(
        request,
        message,
        bench({ url: '/in' }, () => new Response('', { status })),
      ),
    );
    expect(trouble).toBeInstanceOf(Unauthorized);
  });
});

describe('effectOf', () => {
  it.each<[JsonObject, string]>([
    [{ method: 'GET' }, 'read'],
    [{ method: 'PUT' }, 'idempotent'],
    [{ method: 'DELETE' }, 'idempotent'],
    [{ method: 'POST' }, 'unsafe'],
    [{}, 'unsafe'],
    [{ method: 'POST', repeats: 'keyed' }, 'keyed'],
    [{ method: 'PATCH', repeats: 'idempotent' }, 'idempotent'],
  ])('is for %j %s', (config, effect) => {
    expect(request.effectOf?.(config)).toBe(effect);
  });
});

describe('test', () => {
  it('names what answered, and refused credentials', async () => {
    await expect(test(bench({}, () => new Response('', { status: 404 })).ctx)).resolves.toBe('fake answered 404.');
    expect(await troubleIn(test(bench({}, () => new Response('', { status: 401 })).ctx))).toBeInstanceOf(Unauthorized);
  });
});
