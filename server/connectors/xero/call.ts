import { isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import {
  type ConnectionContext,
  type HttpReply,
  Rejected,
  Retryable,
  retryAfterSeconds,
  Unauthorized,
} from '../contract.ts';
import { wordsOf } from './answer.ts';
import { accessToken } from './token.ts';

export interface XeroCall {
  method: 'GET' | 'PUT' | 'POST';
  /** Below the connection's address: `/api.xro/2.0/Invoices`. */
  path: string;
  headers?: Record<string, string>;
  body?: Json;
}

/** 200, or one of the refusals that a caller can make something of. */
export interface XeroReply {
  status: 200 | 400 | 404;
  body: JsonObject;
  /** The text of an answer that is no JSON; XML errors are read from it. */
  text: string;
}

/**
 * One call to Xero. A refused token is fetched anew once.
 * @throws Unauthorized, Retryable, and Rejected for refusals other than 400 and 404
 */
export async function callXero(ctx: ConnectionContext, call: XeroCall): Promise<XeroReply> {
  const first = await send(ctx, call, await accessToken(ctx));
  const reply = first.status === 401 ? await send(ctx, call, await accessToken(ctx, true)) : first;
  if (reply.status === 200 || reply.status === 400 || reply.status === 404)
    return { status: reply.status, body: objectIn(reply), text: reply.body };
  throw troubleOf(reply, ctx.now());
}

/** A read that has to succeed. @throws Rejected for 400 and 404 too */
export async function readXero(ctx: ConnectionContext, path: string): Promise<JsonObject> {
  const reply = await callXero(ctx, { method: 'GET', path });
  if (reply.status === 200) return reply.body;
  throw new Rejected(`Xero refuses to read ${path}.`, {
    status: reply.status,
    vendor: wordsOf(reply),
    wayOut: 'Check the connection with its Test button.',
  });
}

function send(ctx: ConnectionContext, { method, path, headers, body }: XeroCall, token: string): Promise<HttpReply> {
  const tenant = ctx.connection.settings.tenantId;
  return ctx.http({
    method,
    url: path,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(typeof tenant === 'string' && tenant ? { 'xero-tenant-id': tenant } : {}),
      ...headers,
      authorization: `Bearer ${token}`,
    },
    body: body === undefined ? undefined : stringifyJson(body),
  });
}

function objectIn(reply: HttpReply): JsonObject {
  let value: Json;
  try {
    value = parseJson(reply.body);
  } catch {
    value = null;
  }
  if (reply.status === 200 && !isObject(value))
    throw new Retryable('Xero answered 200 without the JSON that belongs to it.', { status: 200, maybeSent: true });
  return isObject(value) ? value : {};
}

/** The value of X-Rate-Limit-Problem, in words. */
const limitWords: Record<string, string> = {
  minute: 'the 60 calls per minute of this organisation are used up',
  day: 'the calls per day of this organisation are used up',
  concurrent: 'more than 5 calls to this organisation are under way',
  appminute: 'the 10,000 calls per minute of this app are used up',
};

function troubleOf(reply: HttpReply, now: number): Error {
  const { status } = reply;
  const words = wordsOf({ body: objectOrNothing(reply.body), text: reply.body });
  if (status === 401) return new Unauthorized('Xero refuses the access token, also a fresh one.');
  if (status === 403)
    return new Unauthorized(
      `Xero does not let this connection do that${words ? `: ${words}` : '.'}`,
      'Check the organisation (tenant id) and the scopes of the connection, then connect to Xero again.',
    );
  if (status === 429) {
    const problem = reply.headers['x-rate-limit-problem']?.toLowerCase() ?? '';
    const why = limitWords[problem] ?? 'a call limit is used up';
    return new Retryable(`Xero asks to wait: ${why}.`, { status, afterSeconds: retryAfterSeconds(reply, now) ?? 60 });
  }
  if (status === 408 || status >= 500)
    return new Retryable(`Xero answered ${status}${words ? `: ${words}` : '.'}`, {
      status,
      afterSeconds: retryAfterSeconds(reply, now),
      maybeSent: status !== 503,
    });
  return new Rejected(`Xero answered ${status}.`, {
    status,
    vendor: words,
    wayOut: 'Check the address of the connection.',
  });
}

function objectOrNothing(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
