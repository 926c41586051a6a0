import type { OverLimit } from './limits.ts';

/** What the fake decided, before it is written as JSON or XML. */
export interface Answer {
  status: number;
  /** Element name of the XML document: `Response` or `ApiException`. */
  root: string;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** The envelope of every success: `{Id, Status, ProviderName, DateTimeUTC, …}`. */
export function ok(id: string, now: number, body: Record<string, unknown>): Answer {
  return {
    status: 200,
    root: 'Response',
    body: { Id: id, Status: 'OK', ProviderName: 'Wheelwright Sandbox', DateTimeUTC: `/Date(${now})/`, ...body },
  };
}

/** 400 with each refused element and its own messages. */
export function validationException(elements: unknown[]): Answer {
  return exception(10, 'ValidationException', 'A validation exception occurred', { Elements: elements });
}

/** 400 for a body that is no JSON or has a field of the wrong kind. */
export function postDataInvalid(message: string): Answer {
  return exception(14, 'PostDataInvalidException', message);
}

/** 400 for a `where` or `order` that cannot be read. */
export function queryParseException(message: string): Answer {
  return exception(16, 'QueryParseException', message);
}

export function notFound(): Answer {
  return exception(404, 'NotFoundException', "The resource you're looking for cannot be found", {}, 404);
}

/** 401 when the token is missing, unknown or expired; 403 when it does not reach this tenant or scope. */
export function refusedToken(status: 401 | 403, detail: string): Answer {
  const title = status === 401 ? 'Unauthorized' : 'Forbidden';
  return {
    status,
    root: 'ApiException',
    body: { Type: null, Title: title, Status: status, Detail: detail, Extensions: {} },
  };
}

/** 429 as the vendor sends it: no body worth reading, the wait and the limit in the headers. */
export function overLimit({ problem, retryAfterSeconds }: OverLimit | { problem: string; retryAfterSeconds: number }) {
  return new Response(`API rate limit exceeded: ${problem}`, {
    status: 429,
    headers: { 'Retry-After': String(retryAfterSeconds), 'X-Rate-Limit-Problem': problem },
  });
}

export function serverError(): Answer {
  return exception(500, 'InternalServerErrorException', 'An unexpected error occurred', {}, 500);
}

/** JSON for a caller who asks for it, XML for everybody else, as at the vendor's. */
export function write({ status, root, body, headers }: Answer, accept: string | null): Response {
  const asJson = accept?.includes('application/json') ?? false;
  const text = asJson ? JSON.stringify(body) : `<?xml version="1.0" encoding="utf-8"?>${element(root, plain(body))}`;
  const type = asJson ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8';
  return new Response(text, { status, headers: { 'content-type': type, ...headers } });
}

function exception(
  number: number,
  type: string,
  message: string,
  more: Record<string, unknown> = {},
  status = 400,
): Answer {
  return { status, root: 'ApiException', body: { ErrorNumber: number, Type: type, Message: message, ...more } };
}

/** Exact numbers only turn into text by way of JSON. */
function plain(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? value) : value,
  );
}

function element(name: string, value: unknown): string {
  if (value === null || value === undefined) return `<${name} />`;
  if (Array.isArray(value)) return `<${name}>${value.map((item) => element(singular(name), item)).join('')}</${name}>`;
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, item]) => element(key, item));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${escaped(String(value))}</${name}>`;
}

function singular(name: string): string {
  if (name === 'Elements') return 'DataContractBase';
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('sses') ? name.slice(0, -2) : name.replace(/s$/, '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
