import { isNumeric, isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import {
  type ConnectionContext,
  type HttpReply,
  Rejected,
  Retryable,
  retryAfterSeconds,
  Unauthorized,
} from '../contract.ts';
import { apiVersion } from './queries.ts';
import { accessToken, canRefresh } from './token.ts';

export const graphqlPath = `/admin/api/${apiVersion}/graphql.json`;

/**
 * One call of the admin API; all three levels of errors are looked at, so what comes back is data that holds.
 * @throws Retryable when throttled, with the seconds until the bucket has filled up enough
 * @throws Rejected for errors of the query and for userErrors
 */
export async function askShopify(
  ctx: ConnectionContext,
  query: string,
  variables: JsonObject = {},
): Promise<JsonObject> {
  const first = await send(ctx, query, variables, await accessToken(ctx));
  const again = first.status === 401 && canRefresh(ctx);
  const reply = again ? await send(ctx, query, variables, await accessToken(ctx, true)) : first;
  const body = objectIn(reply.body);
  const errors = errorsIn(body);
  if (reply.status === 429 || errors.some(({ code }) => code === 'THROTTLED')) throw throttled(reply, body, ctx.now());
  if (reply.status !== 200) throw httpTrouble(reply, errors, ctx);
  if (errors.length > 0) throw queryTrouble(errors);
  if (!isObject(body.data)) throw new Retryable('Shopify answered without data.', { status: 200, maybeSent: true });
  refuseUserErrors(body.data);
  return body.data;
}

function send(ctx: ConnectionContext, query: string, variables: JsonObject, token: string): Promise<HttpReply> {
  return ctx.http({
    method: 'POST',
    url: graphqlPath,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-shopify-access-token': token,
    },
    body: stringifyJson({ query, variables }),
  });
}

interface QueryError {
  message: string;
  code: string;
}

/** `errors` is a list, or with some HTTP statuses one text. */
function errorsIn(body: JsonObject): QueryError[] {
  if (typeof body.errors === 'string') return [{ message: body.errors, code: '' }];
  if (!Array.isArray(body.errors)) return [];
  return body.errors.filter(isObject).map((error) => ({
    message: typeof error.message === 'string' ? error.message : stringifyJson(error),
    code: isObject(error.extensions) && typeof error.extensions.code === 'string' ? error.extensions.code : '',
  }));
}

/** There is no Retry-After on GraphQL: the wait follows from the cost and the rate at which points come back. */
function throttled(reply: HttpReply, body: JsonObject, now: number): Retryable {
  const cost = at(body, 'extensions', 'cost');
  const status = at(cost, 'throttleStatus');
  const [requested, available, rate] = [
    at(cost, 'requestedQueryCost'),
    at(status, 'currentlyAvailable'),
    at(status, 'restoreRate'),
  ].map((value) => (isNumeric(value) ? Number(value) : undefined));
  const computed =
    requested !== undefined && available !== undefined && rate ? Math.ceil((requested - available) / rate) : undefined;
  const afterSeconds = Math.max(1, computed ?? retryAfterSeconds(reply, now) ?? 2);
  return new Retryable('Shopify asks to wait: the points for queries are used up.', { status: 429, afterSeconds });
}

function httpTrouble(reply: HttpReply, errors: QueryError[], ctx: ConnectionContext): Error {
  const { status } = reply;
  const vendor = errors.map(({ message }) => message).join(' ') || undefined;
  const words = vendor ? `: ${vendor}` : '.';
  if (status === 401) return new Unauthorized(`Shopify refuses the access token${words}`);
  if (status === 403) return missingScope(vendor ?? '');
  if (status === 408 || status >= 500)
    return new Retryable(`Shopify answered ${status}${words}`, {
      status,
      afterSeconds: retryAfterSeconds(reply, ctx.now()),
      maybeSent: status !== 503,
    });
  return new Rejected(`Shopify answered ${status}${words}`, {
    status,
    vendor,
    wayOut:
      status === 404
        ? 'Correct the address of the connection: https://, the shop’s name, .myshopify.com.'
        : 'See in Shopify whether the shop is open and its plan is paid.',
  });
}

function queryTrouble(errors: QueryError[]): Error {
  const vendor = errors.map(({ message }) => message).join(' ');
  const codes = new Set(errors.map(({ code }) => code));
  if (codes.has('ACCESS_DENIED')) return missingScope(vendor);
  if (codes.has('INTERNAL_SERVER_ERROR'))
    return new Retryable(`Shopify failed: ${vendor}`, { status: 200, maybeSent: true });
  if (codes.has('MAX_COST_EXCEEDED'))
    return new Rejected('Shopify finds the query too expensive to answer at all.', {
      status: 200,
      vendor,
      wayOut: 'Ask for fewer things at once: waiting does not help.',
    });
  return new Rejected(`Shopify refuses the query: ${vendor}`, {
    status: 200,
    vendor,
    wayOut: 'Correct what the message gives to this step.',
  });
}

function missingScope(vendor: string): Unauthorized {
  return new Unauthorized(
    `Shopify does not let this app do that${vendor ? `: ${vendor}` : '.'}`,
    'Give the app the scope it lacks (read_orders for orders) in Shopify, then press Test.',
  );
}

/** A mutation has done nothing when its payload holds userErrors, whatever the HTTP status says. */
function refuseUserErrors(data: JsonObject): void {
  for (const payload of Object.values(data)) {
    const errors = isObject(payload) && Array.isArray(payload.userErrors) ? payload.userErrors.filter(isObject) : [];
    const [first] = errors;
    if (!first) continue;
    const vendor = errors.map(({ message }) => String(message)).join(' ');
    throw new Rejected(`Shopify refuses: ${vendor}`, {
      status: 200,
      vendor,
      field: Array.isArray(first.field) ? first.field.join('.') : undefined,
      wayOut: 'Correct what Shopify names, then try again.',
    });
  }
}

function at(value: Json | undefined, ...names: string[]): Json | undefined {
  return names.reduce((here, name) => (isObject(here) ? here[name] : undefined), value);
}

function objectIn(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
