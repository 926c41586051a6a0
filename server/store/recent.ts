import type { Sql } from '../db.ts';

/**
 * What is read often and changes rarely: where hooks lead, how connections are reached. Remembered until somebody
 * changes it in whichever process (the database tells), and for a second at the most, should the telling get lost.
 */
export interface Recent {
  /** A memory of its own for one kind of thing. A read that fails is not remembered. */
  memory<T>(): (key: string, read: () => Promise<T>) => Promise<T>;
  /** Forgets everything now, for a change just made in this process. */
  forget(): void;
  close(): Promise<void>;
}

const floorMs = 1000;
const most = 10_000;

export async function watchChanges(sql: Sql, now: () => number = Date.now): Promise<Recent> {
  const memories: { clear(): void }[] = [];
  const forget = () => {
    for (const memory of memories) memory.clear();
  };
  const bell = await sql.listen('house', forget);
  return {
    forget,
    memory<T>() {
      const kept = new Map<string, { value: Promise<T>; until: number }>();
      memories.push(kept);
      return (key: string, read: () => Promise<T>) => {
        const known = kept.get(key);
        if (known && known.until > now()) return known.value;
        const entry = { value: read(), until: now() + floorMs };
        entry.value.catch(() => kept.get(key) === entry && kept.delete(key));
        if (kept.size >= most) kept.delete(kept.keys().next().value ?? '');
        kept.set(key, entry);
        return entry.value;
      };
    },
    close: () => bell.unlisten(),
  };
}
