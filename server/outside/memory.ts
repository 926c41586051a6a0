import type { Json } from '#flow/json.ts';
import type { Tokens } from './tokens.ts';

/** What is remembered of one connection between calls. Each question is under way once at most, whoever asks. */
export interface Memory {
  tokens: Tokens;
  cached(name: string, seconds: number, ask: () => Promise<Json>): Promise<Json>;
}

export interface Memories {
  /**
   * @param stamp differs once the connection was changed, in whichever process; what was remembered before is gone then
   */
  of(workspace: string, connection: string, stamp: string, tokens: () => Tokens): Memory;
  forget(connection: string): void;
}

export function createMemories(now: () => number): Memories {
  const kept = new Map<string, { connection: string; stamp: string; memory: Memory }>();
  return {
    of(workspace, connection, stamp, tokens) {
      const key = `${workspace}/${connection}`;
      const known = kept.get(key);
      if (known?.stamp === stamp) return known.memory;
      const memory = { tokens: tokens(), cached: rememberAnswers(now) };
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
  tokens: { forOne: () => async (_name, fetch) => (await fetch()).value },
  cached: (_name, _seconds, ask) => ask(),
};

/** Joins who is asking already; an answer that failed is forgotten. */
function rememberAnswers(now: () => number): Memory['cached'] {
  /** `until` is open while the answer is on its way. */
  const answers = new Map<string, { value: Promise<Json>; until?: number }>();
  return (name, seconds, ask) => {
    const known = answers.get(name);
    if (known && (known.until === undefined || known.until > now())) return known.value;
    const entry: { value: Promise<Json>; until?: number } = { value: ask() };
    answers.set(name, entry);
    entry.value.then(
      () => {
        entry.until = now() + seconds * 1000;
      },
      () => {
        if (answers.get(name) === entry) answers.delete(name);
      },
    );
    return entry.value;
  };
}
