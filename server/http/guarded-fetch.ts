import type { LookupAddress } from 'node:dns';
import { lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, errors, request } from 'undici';
import { type HttpReply, type HttpRequest, Rejected, Retryable } from '#server/connectors/contract.ts';
import { isInside } from './addresses.ts';

export interface GuardedHttp {
  /**
   * One request; redirects are answers like any other. `base` is what a url starting with `/` is relative to.
   * @throws Rejected when the address is not one we call, or the answer is larger than 10 MB
   * @throws Retryable when nobody answers in time or the connection is lost; `maybeSent` unless no connection was made
   */
  http(request: HttpRequest, base?: string): Promise<HttpReply>;
  /** Calls under way are cut. */
  close(): Promise<void>;
}

export interface GuardOptions {
  /** Lets an address inside through (see addresses.ts): `host` is `name:port` as it was asked for, `address` what it resolved to. */
  allow(host: string, address: string): boolean;
  /** The system's name service unless told. Gives every address of a name. */
  resolve?(host: string): Promise<LookupAddress[]>;
}

const answerLimit = 10 * 1024 * 1024;
const defaultTimeout = 30_000;

/**
 * Requests to the outside world. The address is judged when the socket is opened, on what the name resolves to at that
 * moment, so that a name that changes its mind between check and use gains nothing.
 */
export function createHttp({ allow, resolve = resolveAll }: GuardOptions): GuardedHttp {
  const agents = new Map<string, Agent>();
  /** An agent per `name:port`, because the lookup of a socket is told the name alone. */
  const agentFor = (host: string) => {
    const known = agents.get(host);
    if (known) return known;
    const agent = new Agent({ connect: { lookup: guardedLookup(host, allow, resolve) } });
    if (agents.size >= 1000) forgetOldest(agents);
    agents.set(host, agent);
    return agent;
  };

  return {
    async http(wanted, base = '') {
      const url = addressOf(wanted.url, base);
      const host = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
      const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(literal) && isInside(literal) && !allow(host, literal)) throw insideAddress(url.hostname);
      return send(url, wanted, agentFor(host));
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

async function send(url: URL, wanted: HttpRequest, dispatcher: Agent): Promise<HttpReply> {
  const timeout = wanted.timeout ?? defaultTimeout;
  const until = performance.now() + timeout;
  try {
    const reply = await request(url, {
      dispatcher,
      method: wanted.method as 'GET',
      headers: { 'accept-encoding': 'identity', ...wanted.headers },
      body: wanted.body ?? null,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    return { status: reply.statusCode, headers: flat(reply.headers), body: await text(reply.body, url, until) };
  } catch (error) {
    throw troubleOf(error, url, timeout);
  }
}

function addressOf(url: string, base: string): URL {
  const text = url.startsWith('/') ? `${base}${url}` : url;
  const parsed = URL.parse(text);
  if (parsed?.protocol === 'https:' || parsed?.protocol === 'http:') return parsed;
  throw new Rejected(`${text || 'An empty address'} is not an http or https address.`, {
    wayOut: 'Give an address that starts with https://, in the node or in its connection.',
  });
}

/** The undici timeouts bound each silence; a system that answers in drops is cut when its time is over. */
function text(body: Readable, url: URL, until: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    body.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size > answerLimit)
        body.destroy(
          new Rejected(`${url.host} answered with more than 10 MB.`, {
            wayOut: 'Ask for less at once: a page, or fewer fields.',
          }),
        );
      else if (performance.now() > until) body.destroy(new errors.BodyTimeoutError());
    });
    body.on('end', () => resolve(parts.length === 1 ? String(parts[0]) : Buffer.concat(parts).toString('utf8')));
    body.on('error', reject);
  });
}

/** undici gives lower-case names. */
function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    all[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return all;
}

type Answer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

function guardedLookup(
  host: string,
  allow: GuardOptions['allow'],
  resolve: NonNullable<GuardOptions['resolve']>,
): LookupFunction {
  return (name, options, answer: Answer) => {
    resolve(name).then(
      (found) => {
        const good = found.filter(({ address }) => !isInside(address) || allow(host, address));
        const [first] = good;
        if (!first) answer(insideAddress(name), '');
        else if (options.all) answer(null, good);
        else answer(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => answer(error, ''),
    );
  };
}

function resolveAll(name: string): Promise<LookupAddress[]> {
  return new Promise((give, fail) =>
    resolveName(name, { all: true }, (error, found) => (error ? fail(error) : give(found))),
  );
}

function insideAddress(host: string): Rejected {
  return new Rejected(`${host} is an address inside this machine or its network, which flows may not call.`, {
    wayOut:
      'Use a public address, or turn on “Private addresses” in the connection if the system really stands inside.',
  });
}

/** No connection was made, so nothing can have been sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const wordsOf: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'is a name that nobody knows',
  EAI_AGAIN: 'could not be looked up',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'did not take the connection in time',
};

function troubleOf(error: unknown, url: URL, timeout: number): Error {
  if (error instanceof Rejected) return error;
  const cause = firstOf(error);
  if (cause instanceof Rejected) return cause;
  if (cause instanceof errors.InvalidArgumentError)
    return new Rejected(`The request to ${url.host} cannot be sent: ${cause.message}.`, {
      wayOut: 'Correct the method or the headers of the node.',
    });
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (timeoutCodes.has(code) || (cause instanceof Error && cause.name === 'TimeoutError'))
    return new Retryable(`${url.host} did not answer within ${timeout / 1000} s.`, { maybeSent: true, cause });
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
  const otherwise = cause instanceof errors.HTTPParserError ? 'answered what is no HTTP' : 'closed the connection';
  const words = certificate ? 'has a certificate that is not trusted' : (wordsOf[code] ?? otherwise);
  return new Retryable(`${url.host} ${words}.`, { maybeSent: !certificate && !neverSent.has(code), cause });
}

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED', 'ETIMEDOUT']);

/** When every address of a name failed, the first failure speaks for all. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function forgetOldest(agents: Map<string, Agent>): void {
  const oldest = agents.entries().next().value;
  if (!oldest) return;
  agents.delete(oldest[0]);
  void oldest[1].close();
}
