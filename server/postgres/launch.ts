import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { explain, passwordOf, prepareCluster, ROLE } from './cluster.ts';
import { isAlive } from './living.ts';
import { disownStalePostmaster, readPostmaster, runningPostmaster } from './postmaster-file.ts';
import { findProgram, type Program } from './program.ts';
import { PostgresTrouble } from './trouble.ts';

export type LaunchChoice = {
  /** Where the database lives. Its log and password stand beside it: `<dataDir>.log`, `<dataDir>.password`. */
  dataDir: string;
  /** Settings of postgresql.conf, over those chosen here. */
  settings?: Record<string, string>;
  /** Lets every local process in without a password. For tests only. */
  trust?: boolean;
  /** Told in one line what takes time or is worth knowing. */
  onLog?: (line: string) => void;
};

export type RunningPostgres = {
  /** With the password in it: never log it. */
  url: string;
  port: number;
  pid: number;
  /** It had survived an earlier start and was taken over. */
  adopted: boolean;
  /** The data folder was made just now. */
  fresh: boolean;
  /** Ends it cleanly, whoever is connected, and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
};

const DATABASE = 'wheelwright';

/** Safe on power loss. Checkpoints are few: after each, the first change of a page writes the whole page to the log. */
const SETTINGS: Record<string, string> = {
  fsync: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  wal_compression: 'on',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  // A queue leaves dead rows behind: they are cleared while there are few.
  autovacuum_naptime: '10s',
  random_page_cost: '1.1',
  log_checkpoints: 'off',
};

/** A crashed server's last backends may need this long to let go of its memory. */
const PATIENCE_MS = 60_000;

const LOG_LIMIT = 10 * 2 ** 20;

/**
 * Brings up the Postgres that came along from npm on 127.0.0.1, on a free port, and makes sure that the database
 * `wheelwright` is there. It is detached, so that Ctrl-C reaches us alone and the database can be stopped last; one that
 * outlived a killed start is taken over, not started twice.
 *
 * The caller holds the lock on the data folder (folder-lock.ts).
 *
 * @throws PostgresTrouble with the way out in its message
 */
export async function startPostgres(choice: LaunchChoice): Promise<RunningPostgres> {
  const log = choice.onLog ?? (() => {});
  const trust = choice.trust ?? false;
  const settings = { ...SETTINGS, ...choice.settings };
  const dataDir = realPlace(choice.dataDir);
  const program = findProgram(dataDir);

  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) log('Setting up the database (once) …');
  const fresh = guardDisk(dataDir, () => prepareCluster(program, dataDir, { trust, sync: settings.fsync !== 'off' }));
  const survivor = await survivorOf(dataDir);
  if (!survivor) disownStalePostmaster(dataDir);
  const password = trust ? '' : passwordOf(program, dataDir);
  const { pid, port } = survivor ?? (await launch(program, dataDir, settings, log));
  if (survivor) log(`Took over the database of an earlier start (process ${pid}).`);

  const url = `postgres://${ROLE}${trust ? '' : `:${password}`}@127.0.0.1:${port}/${DATABASE}`;
  await ensureDatabase(url);
  return { url, port, pid, adopted: survivor !== null, fresh, stop: () => stop(program, dataDir, pid) };
}

/** The data folder by its one true name: a running server is recognised by it. */
function realPlace(dataDir: string): string {
  const parent = path.dirname(path.resolve(dataDir));
  return guardDisk(parent, () => {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    return path.join(realpathSync(parent), path.basename(dataDir));
  });
}

function guardDisk<Result>(place: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw error instanceof PostgresTrouble ? error : explain((error as Error).message, place);
  }
}

async function survivorOf(dataDir: string): Promise<{ pid: number; port: number } | null> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const running = runningPostmaster(dataDir);
    if (!running || running.ready) return running;
    await wait(50); // it is just starting, recovering or stopping
  }
  throw new PostgresTrouble(
    `A Postgres on ${dataDir} neither starts nor stops: look into ${dataDir}.log, end it, start again.`,
  );
}

async function launch(
  program: Program,
  dataDir: string,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<{ pid: number; port: number }> {
  const began = Date.now();
  for (let told = false; ; ) {
    // The port of the last start again if it is free, so that whoever is still connected finds us after a crash.
    const port = (await portIfFree(readPostmaster(dataDir)?.port ?? 0)) ?? (await portIfFree(0)) ?? 0;
    disownStalePostmaster(dataDir);
    const attempt = await tryLaunch(program, dataDir, { ...settings, port: String(port) });
    if ('pid' in attempt) return { pid: attempt.pid, port };
    if (!PASSING.test(attempt.words) || Date.now() - began > PATIENCE_MS) throw explain(attempt.words, dataDir);
    if (!told) log('Waiting for the last of an earlier database to end …');
    told = true;
    await wait(200);
  }
}

/** Troubles that another try can find gone: backends of a killed server still ending, a port taken at the last moment. */
const PASSING = /shared memory block .* still in use|another postmaster|address already in use|could not bind/i;

async function tryLaunch(
  program: Program,
  dataDir: string,
  settings: Record<string, string>,
): Promise<{ pid: number } | { words: string }> {
  const logFile = `${dataDir}.log`;
  const wanted = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const args = Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, commandArgs] = program.wrap(program.postgres, ['-D', dataDir, ...args]);

  const output = guardDisk(dataDir, () => openLog(logFile));
  const from = statSync(logFile).size;
  const child = spawn(command, commandArgs, {
    ...program.ids,
    cwd: dataDir,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  let failure = '';
  child.once('error', (error) => {
    failure = error.message;
  });
  while (!failure && child.exitCode === null && child.signalCode === null) {
    const noted = readPostmaster(dataDir);
    if (child.pid && noted?.pid === child.pid && noted.ready) return { pid: child.pid };
    await wait(10);
  }
  return { words: failure || readFileSync(logFile).subarray(from).toString('utf8') };
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** @param port 0 for any */
function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : null));
    });
  });
}

async function ensureDatabase(url: string): Promise<void> {
  const first = new URL(url);
  first.pathname = '/postgres';
  const sql = postgres(first.href, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${DATABASE}`;
    if (found.length === 0) await sql`CREATE DATABASE ${sql(DATABASE)}`;
  } catch (error) {
    throw new PostgresTrouble(`The embedded Postgres runs but lets us not in: ${(error as Error).message}`, error);
  } finally {
    await sql.end();
  }
}

async function stop(program: Program, dataDir: string, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(program.pgCtl, ['stop', '-D', dataDir, '-m', 'fast'], { stdio: 'ignore' });
    return;
  }
  signal(pid, 'SIGINT'); // "fast": open transactions are rolled back, everything is written out
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited === PATIENCE_MS) signal(pid, 'SIGQUIT'); // "immediate": the next start recovers
    await wait(10);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // already gone
  }
}
