import { EventEmitter, on } from 'node:events';
import type { Sql } from '../db.ts';
import type { RunNews } from './views.ts';

/** What workers say of runs, as it comes from the database's NOTIFY. */
export interface News {
  /** Endless; ends when the signal says so. Only of this workspace. */
  runs(workspace: string, signal: AbortSignal): AsyncIterable<RunNews>;
  close(): Promise<void>;
}

export async function listenForNews(sql: Sql): Promise<News> {
  const bus = new EventEmitter().setMaxListeners(0);
  const bell = await sql.listen('runs', (payload) => {
    const [workspace = '', flow = '', run = ''] = payload.split(' ');
    bus.emit(workspace, { flow, run } satisfies RunNews);
  });
  return {
    async *runs(workspace, signal) {
      try {
        for await (const [news] of on(bus, workspace, { signal })) yield news as RunNews;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    close: () => bell.unlisten(),
  };
}
