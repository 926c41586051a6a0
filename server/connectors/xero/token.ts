import { z } from 'zod';
import { type ConnectionContext, Rejected, Retryable, retryAfterSeconds, Unauthorized } from '../contract.ts';

/** What an app created since March 2026 may ask for; the broad scopes of before are refused. */
export const granularScopes = 'accounting.invoices accounting.contacts accounting.settings.read';

/** A little earlier than Xero says, so that a token does not die under way. */
const marginSeconds = 60;

/** The access token of a custom connection: client credentials, one organisation, 30 minutes. */
export function accessToken(ctx: ConnectionContext, fresh = false): Promise<string> {
  return ctx.token('access', () => fetchToken(ctx), fresh);
}

const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(1800) });

async function fetchToken(ctx: ConnectionContext): Promise<{ value: string; expiresInSeconds: number }> {
  const { settings, secrets } = ctx.connection;
  const clientId = typeof settings.clientId === 'string' ? settings.clientId : '';
  const scope = typeof settings.scopes === 'string' && settings.scopes.trim() ? settings.scopes.trim() : granularScopes;
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope });
  const basic = Buffer.from(`${clientId}:${secrets.clientSecret ?? ''}`).toString('base64');
  const reply = await ctx.http({
    method: 'POST',
    url: `${identityOf(ctx.connection.address)}/connect/token`,
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form.toString(),
  });
  if (reply.status === 200) {
    const token = granted.safeParse(jsonIn(reply.body));
    if (!token.success) throw new Retryable('Xero’s token answer holds no token.', { status: 200 });
    return {
      value: token.data.access_token,
      expiresInSeconds: Math.max(1, token.data.expires_in - marginSeconds),
    };
  }
  if (reply.status === 429 || reply.status >= 500)
    throw new Retryable(`Xero gives no token for now (${reply.status}).`, {
      status: reply.status,
      afterSeconds: retryAfterSeconds(reply, ctx.now()),
    });
  throw refusal(reply.status, reply.body, scope);
}

function refusal(status: number, body: string, scope: string): Error {
  const error = z.object({ error: z.string() }).safeParse(jsonIn(body)).data?.error;
  switch (error) {
    case 'invalid_client':
      return new Unauthorized('Xero does not know this client id with this client secret.');
    case 'invalid_scope':
      return new Unauthorized(
        `Xero refuses the scopes “${scope}”.`,
        `New apps may only ask for granular scopes. Enter “${granularScopes}” in the connection, or leave the scopes empty.`,
      );
    case 'invalid_grant':
      return new Unauthorized('Xero no longer takes this sign-in.', 'Connect to Xero again in the connection.');
    default:
      return status === 401
        ? new Unauthorized('Xero refuses the client id or the client secret.')
        : new Rejected(`Xero gives no token (${status}).`, {
            status,
            vendor: error,
            wayOut: 'Check the address of the connection.',
          });
  }
}

/** Xero signs in at an address of its own; any other server, such as the sandbox, at the same. */
function identityOf(address: string): string {
  return address === 'https://api.xero.com' ? 'https://identity.xero.com' : address;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
