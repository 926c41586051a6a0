import type { Sql } from '../db.ts';

/**
 * Tells screens which runs changed, some times a second for all of them together. Not in the statements that change them:
 * Postgres lets transactions that notify commit one after another, and each of them would wait for the other's disk.
 */
export interface News {
  tell(run: { workspace: string; flow: string; run: string }): void;
  /** What is still to be told goes out. */
  close(): Promise<void>;
}

const everyMs = 50;

export function createNews(sql: Sql): News {
  const words = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let going: Promise<unknown> = Promise.resolve();

  function flush(): void {
    timer = undefined;
    const now = [...words];
    words.clear();
    // A screen that misses this asks again by itself; whoever writes must not fail by it.
    going = sql`select pg_notify('runs', words) from unnest(${now}::text[]) as told (words)`.catch(() => {});
  }

  return {
    tell({ workspace, flow, run }) {
      words.add(`${workspace} ${flow} ${run}`);
      timer ??= setTimeout(flush, everyMs);
    },
    async close() {
      if (timer) {
        clearTimeout(timer);
        flush();
      }
      await going;
    },
  };
}
