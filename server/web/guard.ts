import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to this app from a browser: pages of its own. A request whose Host is not the app's own is refused (DNS
 * rebinding), and so is one whose Origin is another site's (cross-site posts). Hooks are exempt; they prove themselves.
 * @returns why it is refused, or undefined
 */
export function refusalOf(
  request: Pick<IncomingMessage, 'headers' | 'method'>,
  own: { port: number; publicUrl?: string },
): string | undefined {
  const origins = ownOrigins(own);
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !origins.some((origin) => origin.host === host)) {
    return `This address (${host ?? 'none'}) is not the app's own. Open http://localhost:${own.port}, or set PUBLIC_URL to the address people use.`;
  }
  const { origin } = request.headers;
  if (origin !== undefined)
    return origins.some((one) => one.origin === origin) ? undefined : `Requests from ${origin} are not taken.`;
  const site = request.headers['sec-fetch-site'];
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  return foreign && request.method !== 'GET' ? 'Requests from other sites are not taken.' : undefined;
}

/** As URL has them: without the port where it is the scheme's own, as in a browser's headers. */
function ownOrigins({ port, publicUrl }: { port: number; publicUrl?: string }): URL[] {
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);
  return [...loopback, ...(publicUrl ? [publicUrl] : [])].map((address) => new URL(address));
}
