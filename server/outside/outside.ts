import type { Json, JsonObject } from '#flow/json.ts';
import type { Connection, ConnectionContext, HttpRequest } from '../connectors/contract.ts';
import { Retryable, Unauthorized } from '../connectors/contract.ts';
import type { Orm } from '../db.ts';
import { createHttp, type GuardedHttp } from '../http/guarded-fetch.ts';
import { openConnection } from '../store/connections.ts';
import type { Recent } from '../store/recent.ts';
import type { Vault } from '../vault.ts';
import { createMemories, type Memory, noMemory } from './memory.ts';

/** Gives connectors their way outside: the connection with its secrets, guarded HTTP, short-lived credentials, a cache. */
export interface Outside {
  /** As the connection is now, whoever changed it. @throws Unauthorized when it is gone or its secrets do not open */
  connect(workspace: string, connection: string | undefined): Promise<ConnectionContext>;
  /** Forgets credentials and cached answers of a connection, so that the next call asks its system again. */
  forget(connection: string): void;
  close(): Promise<void>;
}

export interface OutsideDeps {
  orm: Orm;
  recent: Recent;
  vault: Vault;
  /** Origin of this app, where the sandbox systems live. */
  origin: string;
  now(): number;
  log(level: 'info' | 'warn', words: string, facts: JsonObject): void;
}

const none: Connection = { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} };

export function createOutside({ orm, recent, vault, origin, now, log }: OutsideDeps): Outside {
  const memories = createMemories(now);
  const opened = recent.memory<{ connection: Connection; memory: Memory }>();
  const https = new Map<string, GuardedHttp>();

  /** Reaches everything outside, and of what is inside one host at most. */
  function httpTo(inside: string): GuardedHttp {
    const known = https.get(inside);
    if (known) return known;
    const made = createHttp({ allow: (host) => host === inside });
    https.set(inside, made);
    return made;
  }

  async function connect(workspace: string, id: string | undefined): Promise<ConnectionContext> {
    const { connection, memory } =
      id === undefined
        ? { connection: none, memory: noMemory }
        : await opened(`${workspace}/${id}`, () => read(workspace, id));
    return {
      connection,
      http: (request) => httpTo(insideFor(connection, request, origin)).http(request, connection.address),
      token: memory.token,
      cached: <T extends Json>(name: string, seconds: number, ask: () => Promise<T>) =>
        memory.cached(name, seconds, ask) as Promise<T>,
      now,
      log: (level, words, facts = {}) => log(level, words, { ...facts, connection: connection.name }),
    };
  }

  async function read(workspace: string, id: string): Promise<{ connection: Connection; memory: Memory }> {
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
    return { connection, memory: memories.of(workspace, id, stamp) };
  }

  return {
    connect,
    forget(connection) {
      memories.forget(connection);
      recent.forget();
    },
    close: async () => {
      await Promise.all([...https.values()].map((http) => http.close()));
    },
  };
}

/** `sandbox:shopify` is that system's place on this app's own address. */
export function resolveAddress(address: string, origin: string): string {
  return address.startsWith('sandbox:')
    ? `${origin}/sandbox/${address.slice('sandbox:'.length)}`
    : address.replace(/\/+$/, '');
}

/**
 * The one host inside that this request may reach, or none: of this app, its hooks, and for a sandbox connection the
 * sandbox (never the API, which would obey); else the connection's own address where it says that it stands inside.
 */
function insideFor(connection: Connection, request: HttpRequest, origin: string): string {
  const url = URL.parse(request.url.startsWith('/') ? `${connection.address}${request.url}` : request.url);
  if (url?.origin === new URL(origin).origin) {
    const open = url.pathname.startsWith('/hooks/') || (connection.sandbox && url.pathname.startsWith('/sandbox/'));
    if (open) return hostOf(url);
  }
  const own = connection.settings.allowPrivate === true ? URL.parse(connection.address) : null;
  return own ? hostOf(own) : '';
}

function hostOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
}
