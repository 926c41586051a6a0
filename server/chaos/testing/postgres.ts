import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { migrateDatabase } from '../../migrate.ts';
import { type RunningPostgres, startPostgres } from '../../postgres/launch.ts';
import { isAlive } from '../../postgres/living.ts';

/** A Postgres of the test's own, by the product's own launcher, to be ended and started as the test likes. */
export interface OwnPostgres {
  url: string;
  dataDir: string;
  pid(): number;
  /** At once, without a word to anybody who is connected. */
  kill(): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
  /** Ends it for good, and its folder. */
  drop(): Promise<void>;
}

/** @param parent where its folder is made; unless told, where temporary files are */
export async function ownPostgres(parent = tmpdir(), settings: Record<string, string> = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(path.join(parent, 'wheelwright-chaos-'));
  const dataDir = path.join(folder, 'postgres');
  const choice = { dataDir, settings: { fsync: 'off', ...settings } };
  let running: RunningPostgres = await startPostgres(choice);
  const { url } = running;
  await migrateDatabase(url);
  return {
    url,
    dataDir,
    pid: () => running.pid,
    async start() {
      running = await startPostgres(choice);
      if (running.url !== url) throw new Error('The port of the test was taken meanwhile.');
    },
    async kill() {
      process.kill(running.pid, 'SIGKILL');
      while (isAlive(running.pid)) await rest(10);
    },
    async drop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
