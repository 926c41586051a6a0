import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KeptPostgres, keepPostgres } from './keep.ts';
import { runningPostmaster } from './postmaster-file.ts';

let folder: string;
let kept: KeptPostgres;
const said: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-kept-'));
  kept = await keepPostgres(
    { dataDir: path.join(folder, 'postgres'), settings: { fsync: 'off' }, onLog: (line) => said.push(line) },
    (error) => said.push(error.message),
  );
});
afterAll(async () => {
  await kept.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('comes back at the same address after it was killed, with all that was committed', async () => {
  const sql = postgres(kept.url, { max: 1, onnotice: () => {} });
  await sql`create table kept as select 1 as n`;
  process.kill(runningPostmaster(path.join(folder, 'postgres'))?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => said.at(-1), { timeout: 60_000 }).toBe('The database is back.');
  await expect.poll(async () => (await sql`select n from kept`.catch(() => []))[0]?.n, { timeout: 20_000 }).toBe(1);
  await sql.end();
});
