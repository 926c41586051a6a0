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
  const hosts = ownHosts(own);
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !hosts.has(host)) {
    return `This address (${host ?? 'none'}) is not the app's own. Open http://localhost:${own.port}, or set PUBLIC_URL to the address people use.`;
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, hosts)) return `Requests from ${origin} are not taken.`;
  if (origin === undefined && request.headers['sec-fetch-site'] === 'cross-site' && request.method !== 'GET')
    return 'Requests from other sites are not taken.';
  return undefined;
}

function ownHosts({ port, publicUrl }: { port: number; publicUrl?: string }): Set<string> {
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`);
  return new Set(publicUrl ? [...loopback, new URL(publicUrl).host] : loopback);
}

function isOwnOrigin(origin: string, hosts: Set<string>): boolean {
  return URL.canParse(origin) && hosts.has(new URL(origin).host);
}
