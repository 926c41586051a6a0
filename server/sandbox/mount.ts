import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fake } from '../connectors/fake.ts';

/** Answers `/sandbox/<system>/…` by the fake of that system, as the vendor would at its own address, or cuts the connection where it gives no answer. */
export async function serveFake(
  fake: Fake,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Uint8Array,
): Promise<void> {
  const inner = new URL(url.pathname.slice(`/sandbox/${fake.name}`.length) || '/', 'http://sandbox');
  inner.search = url.search;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const method = request.method ?? 'GET';
  const withBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  const answer = await fake.handle(
    new Request(inner, { method, headers, body: withBody ? Buffer.from(body) : undefined }),
  );
  if (answer.type === 'error') {
    request.socket.destroy();
    return;
  }
  const text = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': text.length });
  response.end(text);
}
