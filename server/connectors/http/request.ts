import { isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import {
  type Action,
  type ConnectionContext,
  type HttpReply,
  type Prepared,
  Rejected,
  Retryable,
  retryAfterSeconds,
  type StepContext,
  Unauthorized,
} from '../contract.ts';
import { fill, readConfig } from './config.ts';

export const request: Action = {
  kind: 'action',

  prepare(message, ctx) {
    const config = readConfig(ctx.node.config);
    const headers: Record<string, string> = { accept: 'application/json' };
    const sends = config.method === 'POST' || config.method === 'PUT' || config.method === 'PATCH';
    if (sends) headers['content-type'] = 'application/json';
    if (config.method !== 'GET') headers['idempotency-key'] = ctx.idempotencyKey(message);
    for (const { name, value } of config.headers) headers[name.trim().toLowerCase()] = fill(value, message.body);
    const path = fill(config.url, message.body, encodeURIComponent);
    const query = config.query
      .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(fill(value, message.body))}`)
      .join('&');
    const url = query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path;
    keepCredentialsHome(url, ctx);
    return { method: config.method, url, headers, ...(sends ? { body: message.body } : {}) };
  },

  async perform(prepared, _message, ctx) {
    const reply = await ctx.http({
      method: prepared.method,
      url: prepared.url,
      headers: { ...prepared.headers, ...credentials(ctx) },
      body: prepared.body === undefined ? undefined : stringifyJson(prepared.body),
      timeout: readConfig(ctx.node.config).timeout * 1000,
    });
    if (reply.status < 200 || reply.status > 299) throw troubleOf(reply, prepared, ctx);
    return { body: bodyOf(reply) };
  },

  effectOf(config: JsonObject) {
    switch (config.method) {
      case 'GET':
        return 'read';
      case 'PUT':
      case 'DELETE':
        return 'idempotent';
      default:
        return config.repeats === 'keyed' || config.repeats === 'idempotent' ? config.repeats : 'unsafe';
    }
  },
};

/** One GET of the address; any answer but a refused sign-in will do. */
export async function test(ctx: ConnectionContext): Promise<string> {
  const url = ctx.connection.address;
  const reply = await ctx.http({ method: 'GET', url, headers: credentials(ctx) });
  if (reply.status === 401 || reply.status === 403)
    throw new Unauthorized(`${new URL(url).host} refuses the credentials (${reply.status}).`);
  return `${new URL(url).host} answered ${reply.status}.`;
}

function credentials({ connection: { settings, secrets } }: ConnectionContext): Record<string, string> {
  switch (settings.auth) {
    case 'bearer':
      return { authorization: `Bearer ${secrets.token ?? ''}` };
    case 'basic': {
      const user = typeof settings.user === 'string' ? settings.user : '';
      return { authorization: `Basic ${Buffer.from(`${user}:${secrets.password ?? ''}`).toString('base64')}` };
    }
    case 'header':
      return typeof settings.headerName === 'string' && settings.headerName
        ? { [settings.headerName.toLowerCase()]: secrets.headerValue ?? '' }
        : {};
    default:
      return {};
  }
}

/** Credentials go to the connection's own address and nowhere else. */
function keepCredentialsHome(url: string, ctx: StepContext): void {
  const { address, name } = ctx.connection;
  if (url.startsWith('/') || !address || Object.keys(credentials(ctx)).length === 0) return;
  if (URL.canParse(url) && new URL(url).origin === new URL(address).origin) return;
  throw new Rejected(`The credentials of “${name}” are for ${address} and are not sent to ${url}.`, {
    field: 'url',
    wayOut: 'Give a path below the connection’s address, or use a connection of its own for the other address.',
  });
}

function troubleOf(reply: HttpReply, prepared: Prepared, ctx: StepContext): Error {
  const { status } = reply;
  const what = `${prepared.method} ${prepared.url} was answered ${status}`;
  const vendor = wordsIn(reply.body);
  if (status === 401 || status === 403) return new Unauthorized(`${what}${vendor ? `: ${vendor}` : '.'}`);
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const afterSeconds = retryAfterSeconds(reply, ctx.now());
    const maybeSent = status >= 500 && status !== 503;
    return new Retryable(`${what}${vendor ? `: ${vendor}` : '.'}`, { status, afterSeconds, maybeSent });
  }
  if (status >= 300 && status < 400)
    return new Rejected(
      `${what}: it points to ${reply.headers.location ?? 'another address'}, which is not followed.`,
      {
        status,
        wayOut: 'Put the address it points to into the node.',
      },
    );
  return new Rejected(`${what}.`, {
    status,
    vendor,
    wayOut: 'Correct the message or the map before this step, then retry.',
  });
}

function bodyOf(reply: HttpReply): Json {
  if (reply.body.trim() === '') return null;
  try {
    return parseJson(reply.body);
  } catch {
    return reply.body;
  }
}

const wordsLimit = 500;

/** What an error answer says, wherever the usual formats put it; else the beginning of its text. */
function wordsIn(body: string): string | undefined {
  const text = body.trim();
  if (text === '') return undefined;
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return (
      text
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, wordsLimit) || undefined
    );
  }
  return (found(value) ?? stringifyJson(value)).slice(0, wordsLimit);
}

function found(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value || undefined;
  if (Array.isArray(value)) return value.map(found).filter(Boolean).join('; ') || undefined;
  if (!isObject(value)) return undefined;
  for (const key of ['message', 'error', 'errors', 'detail', 'error_description', 'title']) {
    const words = found(value[key]);
    if (words) return words;
  }
  return undefined;
}
