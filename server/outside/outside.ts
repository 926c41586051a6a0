import type { Json, JsonObject } from '#flow/json.ts';
import { limitsOf } from '#flow/limits.ts';
import { connectorById } from '../connectors/catalog.ts';
import type { Connection, ConnectionContext, HttpRequest } from '../connectors/contract.ts';
import { Retryable, Unauthorized } from '../connectors/contract.ts';
import type { Orm, Sql } from '../db.ts';
import { createHttp, type GuardedHttp } from '../http/guarded-fetch.ts';
import { type Limited, openLimits, type Scope } from '../limits/limits.ts';
import { openConnection } from '../store/connections.ts';
import type { Recent } from '../store/recent.ts';
import type { Vault } from '../vault.ts';
import { createMemories, type Memory, noMemory } from './memory.ts';
import { createTokens } from './tokens.ts';

/**
 * Gives connectors their way outside: the connection with its secrets, guarded HTTP within the connection's limits,
 * short-lived credentials, a cache.
 */
export interface Outside {
  /**
   * As the connection is now, whoever changed it. @throws Unauthorized when it is gone or its secrets do not open
   * @param person somebody waits for the answer on a screen: breaker and pauses are not in the way
   */
  connect(workspace: string, connection: string | undefined, person?: 'person'): Promise<Way>;
  /** Forgets credentials and cached answers of a connection, so that the next call asks its system again. */
  forget(connection: string): void;
  close(): Promise<void>;
}

/** A connector's context. Its calls each stand alone; those of one message belong together at the limits. */
export interface Way extends ConnectionContext {
  /** For one message of a step. `end` once it is through. */
  begin?(node: string): { ctx: Pick<ConnectionContext, 'http' | 'token'>; end(): void };
}

export interface OutsideDeps {
  sql: Sql;
  orm: Orm;
  /** Names this process where it holds a share of a limit; a uuid, its own unless told. */
  worker?: string;
  recent: Recent;
  vault: Vault;
  /** Origin of this app, where the sandbox systems live. */
  origin: string;
  now(): number;
  log(level: 'info' | 'warn', words: string, facts: JsonObject): void;
}

const none: Connection = { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} };

interface Opened {
  connection: Connection;
  memory: Memory;
  /** Absent where there is no connection, and so nothing to limit. */
  limited?: Limited;
}

export function createOutside(deps: OutsideDeps): Outside {
  const { sql, orm, recent, vault, origin, now, log } = deps;
  const limits = openLimits(sql, deps.worker ?? crypto.randomUUID());
  const memories = createMemories(now);
  const opened = recent.memory<Opened>();
  const https = new Map<string, GuardedHttp>();

  /** Reaches everything outside, and of what is inside one host at most. */
  function httpTo(inside: string): GuardedHttp {
    const known = https.get(inside);
    if (known) return known;
    const made = createHttp({ allow: (host) => host === inside });
    https.set(inside, made);
    return made;
  }

  async function connect(workspace: string, id: string | undefined, person?: 'person'): Promise<Way> {
    const { connection, memory, limited } =
      id === undefined
        ? { connection: none, memory: noMemory, limited: undefined }
        : await opened(`${workspace}/${id}`, () => read(workspace, id));
    const send = (request: HttpRequest) =>
      httpTo(insideFor(connection, request, origin)).http(request, connection.address);
    const counts = (request: HttpRequest) => limited !== undefined && isHome(request, connection.address);
    const scopeOf = (node: string) => (limited ? limits.scope(limited, node, person === 'person') : undefined);
    const httpIn = (scope: Scope | undefined) => (request: HttpRequest) =>
      scope && counts(request) ? scope.call(request, () => send(request)) : send(request);
    return {
      connection,
      async http(request) {
        const scope = scopeOf('');
        return httpIn(scope)(request).finally(() => scope?.end());
      },
      token: memory.tokens.forOne(),
      cached: <T extends Json>(name: string, seconds: number, ask: () => Promise<T>) =>
        memory.cached(name, seconds, ask) as Promise<T>,
      now,
      log: (level, words, facts = {}) => log(level, words, { ...facts, connection: connection.name }),
      begin(node) {
        const scope = scopeOf(node);
        return { ctx: { http: httpIn(scope), token: memory.tokens.forOne() }, end: () => scope?.end() };
      },
    };
  }

  async function read(workspace: string, id: string): Promise<Opened> {
    const found = await openConnection(orm, vault, workspace, id).catch((cause: unknown) => {
      throw new Retryable('The database does not answer.', { cause });
    });
    if (!found)
      throw new Unauthorized(
        'The connection of this step no longer exists.',
        'Open the flow, choose a connection, publish, then retry the message.',
      );
    const { record, secrets, stamp } = found;
    if (secrets instanceof Error)
      throw new Unauthorized(`The secrets of “${record.name}” cannot be read: ${secrets.message}`);
    const { name, sandbox, settings } = record;
    const connection = { id, name, address: resolveAddress(record.address, origin), sandbox, settings, secrets };
    const tokens = () => createTokens(sql, vault, { workspace, id, name, stamp }, now);
    const declared = connectorById(record.connector)?.manifest.connection?.limits ?? [];
    const limited = { workspace, id, name, limits: limitsOf(declared, record.limits) };
    return { connection, memory: memories.of(workspace, id, stamp, tokens), limited };
  }

  return {
    connect,
    forget(connection) {
      memories.forget(connection);
      recent.forget();
    },
    close: async () => {
      await Promise.all([limits.close(), ...[...https.values()].map((http) => http.close())]);
    },
  };
}

/** `sandbox:shopify` is that system's place on this app's own address. */
export function resolveAddress(address: string, origin: string): string {
  return address.startsWith('sandbox:')
    ? `${origin}/sandbox/${address.slice('sandbox:'.length)}`
    : address.replace(/\/+$/, '');
}

/** Whether a request goes to the connection's own system; what signs in elsewhere is not under its limits. */
function isHome(request: HttpRequest, address: string): boolean {
  if (address === '' || request.url.startsWith('/')) return true;
  return URL.parse(request.url)?.origin === URL.parse(address)?.origin;
}

/**
 * The one host inside that this request may reach, or none: of this app, its hooks, and for a sandbox connection the
 * sandbox (never the API, which would obey); else the connection's own address where it says that it stands inside.
 */
function insideFor(connection: Connection, request: HttpRequest, origin: string): string {
  const { own, isApp } = standingOf(connection, origin);
  if (!isApp && request.url.startsWith('/')) return own;
  const url = URL.parse(request.url.startsWith('/') ? `${connection.address}${request.url}` : request.url);
  if (url?.origin === new URL(origin).origin) {
    const open = url.pathname.startsWith('/hooks/') || (connection.sandbox && url.pathname.startsWith('/sandbox/'));
    if (open) return hostOf(url);
  }
  return own;
}

const standings = new WeakMap<Connection, { own: string; isApp: boolean }>();

/** The host of its own that a connection may reach though it stands inside, and whether its address is this app's. */
function standingOf(connection: Connection, origin: string): { own: string; isApp: boolean } {
  const known = standings.get(connection);
  if (known) return known;
  const address = URL.parse(connection.address);
  const own = connection.settings.allowPrivate === true && address ? hostOf(address) : '';
  const standing = { own, isApp: address?.origin === new URL(origin).origin };
  standings.set(connection, standing);
  return standing;
}

function hostOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
}
