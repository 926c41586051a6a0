import type { Json, JsonObject } from '#flow/json.ts';
import type { Connection, ConnectionContext } from '../connectors/contract.ts';
import { Unauthorized } from '../connectors/contract.ts';
import type { Orm } from '../db.ts';
import { createHttp } from '../http/guarded-fetch.ts';
import { findConnection, openSecrets } from '../store/connections.ts';
import type { Vault } from '../vault.ts';

/** Gives connectors their way outside: the connection with its secrets, guarded HTTP, short-lived credentials, a cache. */
export interface Outside {
  /** @throws Unauthorized when the connection is gone or its secrets do not open */
  connect(workspace: string, connection: string | undefined): Promise<ConnectionContext>;
  /** Forgets credentials and cached answers of a connection that was changed. */
  forget(connection: string): void;
  close(): Promise<void>;
}

export interface OutsideDeps {
  orm: Orm;
  vault: Vault;
  /** Origin of this app, where the sandbox systems live. */
  origin: string;
  now(): number;
  log(level: 'info' | 'warn', words: string, facts: JsonObject): void;
}

const none: Connection = { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} };

export function createOutside({ orm, vault, origin, now, log }: OutsideDeps): Outside {
  const own = new URL(origin).host;
  const privateHosts = new Set<string>();
  const outgoing = createHttp({ allow: (host) => host === own || privateHosts.has(host) });
  const tokens = new Map<string, { value: Promise<string>; until: number }>();
  const answers = new Map<string, { value: Promise<Json>; until: number }>();

  async function connect(workspace: string, id: string | undefined): Promise<ConnectionContext> {
    const connection = id === undefined ? none : await read(workspace, id);
    const label = id === undefined ? 'none' : `${workspace}/${id}`;
    return {
      connection,
      http: (request) => outgoing.http(request, connection.address),
      token: (name, fetch, fresh = false) => token(`${label}/${name}`, fetch, fresh),
      cached: <T extends Json>(name: string, seconds: number, read: () => Promise<T>) =>
        remember(answers, `${label}/${name}`, now() + seconds * 1000, read) as Promise<T>,
      now,
      log: (level, words, facts = {}) => log(level, words, { ...facts, connection: connection.name }),
    };
  }

  async function read(workspace: string, id: string): Promise<Connection> {
    const row = await findConnection(orm, workspace, id);
    if (!row)
      throw new Unauthorized(
        'The connection of this step no longer exists.',
        'Open the flow, choose a connection, publish, then retry the message.',
      );
    let secrets: Record<string, string>;
    try {
      secrets = await openSecrets(orm, vault, workspace, id);
    } catch (error) {
      throw new Unauthorized(
        `The secrets of “${row.name}” cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    const address = resolveAddress(row.address, origin);
    if (row.settings.allowPrivate === true && address) privateHosts.add(hostOf(address));
    return { id, name: row.name, address, sandbox: row.sandbox, settings: row.settings, secrets };
  }

  async function token(
    key: string,
    fetch: () => Promise<{ value: string; expiresInSeconds: number }>,
    fresh: boolean,
  ): Promise<string> {
    const known = tokens.get(key);
    if (known && known.until > now() && !fresh) return known.value;
    const entry = { value: Promise.resolve(''), until: Number.POSITIVE_INFINITY };
    entry.value = fetch().then(({ value, expiresInSeconds }) => {
      entry.until = now() + Math.max(0, expiresInSeconds - 60) * 1000;
      return value;
    });
    entry.value.catch(() => tokens.delete(key));
    tokens.set(key, entry);
    return entry.value;
  }

  function remember(kept: typeof answers, key: string, until: number, read: () => Promise<Json>): Promise<Json> {
    const known = kept.get(key);
    if (known && known.until > now()) return known.value;
    const value = read();
    value.catch(() => kept.delete(key));
    kept.set(key, { value, until });
    return value;
  }

  return {
    connect,
    forget(connection) {
      for (const kept of [tokens, answers])
        for (const key of kept.keys()) if (key.includes(`/${connection}/`)) kept.delete(key);
    },
    close: () => outgoing.close(),
  };
}

/** `sandbox:shopify` is that system's place on this app's own address. */
export function resolveAddress(address: string, origin: string): string {
  return address.startsWith('sandbox:')
    ? `${origin}/sandbox/${address.slice('sandbox:'.length)}`
    : address.replace(/\/+$/, '');
}

function hostOf(address: string): string {
  const url = new URL(address);
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
}
