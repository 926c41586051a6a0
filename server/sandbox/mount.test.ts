import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Retryable } from '../connectors/contract.ts';
import { failureInjector, stillDeps } from '../connectors/fake.ts';
import { createHttp } from '../http/guarded-fetch.ts';
import { serveFake } from './mount.ts';

const failures = failureInjector(stillDeps());
let acted = 0;
const fake = {
  name: 'shop',
  tick: async () => {},
  handle: () =>
    failures.around(
      async () => {
        acted += 1;
        return new Response('done', { status: 201 });
      },
      ({ status }) => new Response('refused', { status }),
    ),
};
const server = createServer(
  (request, response) =>
    void serveFake(fake, request, response, new URL(request.url ?? '/', 'http://x'), Buffer.from('')),
);
const outside = createHttp({ allow: () => true });

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(async () => {
  await outside.close();
  server.close();
});

async function call(failing: object | null) {
  const body = JSON.stringify({ failNext: failing });
  await failures.control(new Request('http://x', { method: 'PUT', body }));
  acted = 0;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox/shop/orders`;
  const outcome = await outside.http({ method: 'POST', url, body: '{}' }).catch((error: unknown) => error);
  return { outcome, acted };
}

it.each([
  ['dropped', 0],
  ['lost', 1],
])('cuts the connection where the answer is %s, and the caller cannot tell whether it acted', async (status, times) => {
  const { outcome, acted } = await call({ status, count: 1 });
  expect(outcome).toBeInstanceOf(Retryable);
  expect(outcome).toMatchObject({ maybeSent: true, message: expect.stringContaining('closed the connection') });
  expect(acted).toBe(times);
});

it('answers as the fake does otherwise', async () => {
  expect(await call(null)).toMatchObject({ outcome: { status: 201, body: 'done' }, acted: 1 });
  expect(await call({ status: 500, count: 1 })).toMatchObject({ outcome: { status: 500, body: 'refused' }, acted: 0 });
});
