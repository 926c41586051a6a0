import { createHash } from 'node:crypto';
import type { FakeStore } from '../../fake.ts';

/**
 * Answers a call that carries an Idempotency-Key: the same key with the same call gets the first answer again, without
 * any work; with another call, or too long, it is refused. Only successes are kept, so a refused call may be put right
 * and sent again under its key. How long the vendor keeps a key is not documented; the fake never forgets one.
 */
export async function oncePerKey(
  store: FakeStore,
  request: Request,
  body: string,
  work: () => Promise<Response>,
  refuse: (message: string) => Response,
): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (!key || request.method === 'GET') return work();
  if (key.length > 128) return refuse('The Idempotency-Key must not be longer than 128 characters.');
  const { pathname, search } = new URL(request.url);
  const call = createHash('sha256').update(`${request.method} ${pathname}${search}\n${body}`).digest('hex');
  const kept = await store.get('idempotency', key);
  if (kept) {
    const first: Kept = JSON.parse(kept);
    if (first.call !== call) return refuse('The Idempotency-Key has already been used with a different request.');
    return new Response(first.text, { headers: { 'content-type': first.type } });
  }
  const response = await work();
  if (response.status !== 200) return response;
  const first: Kept = { call, text: await response.text(), type: response.headers.get('content-type') ?? '' };
  await store.put('idempotency', key, JSON.stringify(first));
  return new Response(first.text, { headers: { 'content-type': first.type } });
}

interface Kept {
  call: string;
  text: string;
  type: string;
}
