import { z } from 'zod';
import { type ConnectionContext, Rejected, Retryable, retryAfterSeconds, Unauthorized } from '../contract.ts';

/** A static token of an admin-created app where there is one, else one of 24 hours for the app's own credentials. */
export function accessToken(ctx: ConnectionContext, fresh = false): Promise<string> {
  const { accessToken: given } = ctx.connection.secrets;
  return given ? Promise.resolve(given) : ctx.token('access', () => fetchToken(ctx), fresh);
}

/** A static token cannot be fetched anew. */
export function canRefresh(ctx: ConnectionContext): boolean {
  return !ctx.connection.secrets.accessToken;
}

const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(3600) });

/** A little earlier than Shopify says, so that a token does not die under way. */
const marginSeconds = 300;

async function fetchToken(ctx: ConnectionContext): Promise<{ value: string; expiresInSeconds: number }> {
  const { settings, secrets } = ctx.connection;
  if (!settings.clientId || !secrets.clientSecret)
    throw new Unauthorized(
      'This connection has neither a client id with its secret nor an access token.',
      'Enter the client id and the client secret of the app, or its access token, and press Test.',
    );
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: String(settings.clientId),
    client_secret: secrets.clientSecret,
  });
  const reply = await ctx.http({
    method: 'POST',
    url: '/admin/oauth/access_token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
  if (reply.status === 200) {
    const token = granted.safeParse(jsonIn(reply.body));
    if (!token.success) throw new Retryable('Shopify’s token answer holds no token.', { status: 200 });
    return {
      value: token.data.access_token,
      expiresInSeconds: Math.max(1, token.data.expires_in - marginSeconds),
    };
  }
  if (reply.status === 429 || reply.status >= 500)
    throw new Retryable(`Shopify gives no token for now (${reply.status}).`, {
      status: reply.status,
      afterSeconds: retryAfterSeconds(reply, ctx.now()),
    });
  if (reply.status === 404)
    throw new Rejected(`There is no shop at ${ctx.connection.address}.`, {
      status: 404,
      wayOut: 'Correct the address of the connection: https://, the shop’s name, .myshopify.com.',
    });
  throw new Unauthorized('Shopify does not know this client id with this client secret, or the app is not installed.');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
