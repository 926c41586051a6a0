import type { Json } from '#flow/json.ts';
import type { ConnectionContext } from '../connectors/contract.ts';

/** What is remembered of one connection between calls. Each question is under way once at most, whoever asks. */
export interface Memory {
  token: ConnectionContext['token'];
  cached(name: string, seconds: number, ask: () => Promise<Json>): Promise<Json>;
}

export interface Memories {
  /**
   * @param stamp differs once the connection was changed, in whichever process; what was remembered before is gone then
   */
  of(workspace: string, connection: string, stamp: string): Memory;
  forget(connection: string): void;
}

export function createMemories(now: () => number): Memories {
  const kept = new Map<string, { connection: string; stamp: string; memory: Memory }>();
  return {
    of(workspace, connection, stamp) {
      const key = `${workspace}/${connection}`;
      const known = kept.get(key);
      if (known?.stamp === stamp) return known.memory;
      const memory = createMemory(now);
      kept.set(key, { connection, stamp, memory });
      return memory;
    },
    forget(connection) {
      for (const [key, one] of kept) if (one.connection === connection) kept.delete(key);
    },
  };
}

/** For steps without a connection: what they ask is nobody's in particular. */
export const noMemory: Memory = {
  token: async (_name, fetch) => (await fetch()).value,
  cached: (_name, _seconds, ask) => ask(),
};

/** `until` is open while the answer is on its way. */
interface Remembered<T> {
  value: Promise<T>;
  until?: number;
}

function createMemory(now: () => number): Memory {
  const tokens = new Map<string, Remembered<string>>();
  const answers = new Map<string, Remembered<Json>>();

  /** Joins who is asking already; an answer that failed is forgotten. */
  function ask<T>(
    kept: Map<string, Remembered<T>>,
    name: string,
    fetch: () => Promise<{ value: T; seconds: number }>,
    fresh: boolean,
  ): Promise<T> {
    const known = kept.get(name);
    if (known && (known.until === undefined || (!fresh && known.until > now()))) return known.value;
    const asked = fetch();
    const entry: Remembered<T> = { value: asked.then(({ value }) => value) };
    kept.set(name, entry);
    asked.then(
      ({ seconds }) => {
        entry.until = now() + seconds * 1000;
      },
      () => {
        if (kept.get(name) === entry) kept.delete(name);
      },
    );
    return entry.value;
  }

  return {
    token: (name, fetch, fresh = false) =>
      ask(
        tokens,
        name,
        () => fetch().then(({ value, expiresInSeconds }) => ({ value, seconds: expiresInSeconds })),
        fresh,
      ),
    cached: (name, seconds, read) => ask(answers, name, () => read().then((value) => ({ value, seconds })), false),
  };
}
