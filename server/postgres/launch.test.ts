import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { type RunningPostgres, startPostgres } from './launch.ts';
import { isAlive } from './living.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-launch-'));
const dataDir = path.join(folder, 'postgres');
const settings = { fsync: 'off' };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(server: RunningPostgres): Promise<unknown[]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`CREATE TABLE IF NOT EXISTS kept (n int)`;
  await sql`INSERT INTO kept SELECT count(*) FROM kept`;
  const rows = await sql`SELECT n FROM kept ORDER BY n`;
  await sql.end();
  return rows.map((row) => row.n);
}

/** One life of a data folder; each line builds on the one before. */
describe('the embedded Postgres', { timeout: 60_000 }, () => {
  it('makes its folder at the first start and a password that only we can read', async () => {
    const server = await startPostgres({ dataDir, settings });
    expect(server).toMatchObject({ fresh: true, adopted: false });
    expect(await rowsOf(server)).toEqual([0]);
    expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
    await server.stop();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('lets nobody in without the password', async () => {
    const server = await startPostgres({ dataDir, settings });
    const url = new URL(server.url);
    url.password = 'guessed';
    const sql = postgres(url.href, { max: 1 });
    await expect(sql`SELECT 1`).rejects.toThrow('password authentication failed');
    await sql.end();
    await server.stop();
  });

  it('adopts a server that outlived its start, and recovers from one that was killed', async () => {
    const survivor = await startPostgres({ dataDir, settings });
    const adopted = await startPostgres({ dataDir, settings });
    expect(adopted).toMatchObject({ adopted: true, fresh: false, pid: survivor.pid, url: survivor.url });
    expect(await rowsOf(adopted)).toEqual([0, 1]);

    process.kill(adopted.pid, 'SIGKILL');
    const recovered = await startPostgres({ dataDir, settings });
    expect(recovered).toMatchObject({ adopted: false, fresh: false });
    expect(await rowsOf(recovered)).toEqual([0, 1, 2]);
    await recovered.stop();
  });

  it('starts though the number in a stale postmaster.pid belongs to a stranger, and though the password is lost', async () => {
    const lines = [process.ppid, dataDir, 1, 40_123, '', '127.0.0.1', '1 1', 'ready', ''];
    writeFileSync(path.join(dataDir, 'postmaster.pid'), lines.join('\n'));
    rmSync(`${dataDir}.password`);
    const server = await startPostgres({ dataDir, settings });
    expect(server.adopted).toBe(false);
    expect(await rowsOf(server)).toEqual([0, 1, 2, 3]);
    await server.stop();
  });

  it('refuses a folder of another version, and one that holds something else, with the way out', async () => {
    const older = path.join(folder, 'older');
    mkdirSync(older);
    writeFileSync(path.join(older, 'PG_VERSION'), '17\n');
    await expect(startPostgres({ dataDir: older })).rejects.toThrow(
      /older was written by Postgres 17.*Nothing was changed.*WHEELWRIGHT_DATA/,
    );
    const full = path.join(folder, 'full');
    mkdirSync(full);
    writeFileSync(path.join(full, 'letters.txt'), 'Dear …');
    await expect(startPostgres({ dataDir: full })).rejects.toThrow(/full is not empty.*WHEELWRIGHT_DATA/);
  });

  it('says what to do when the folder cannot be made', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(startPostgres({ dataDir: path.join(file, 'postgres') })).rejects.toThrow(/Postgres did not start on/);
  });
});
