import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { identityOf, isAlive } from './living.ts';

export type FolderLock = {
  /** Records where the folder is served, for the message a second start gets. */
  note(url: string): void;
  /** Lets the next start in. May be called twice. */
  release(): void;
};

/** Another start serves this data folder. The message names it and the way out. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

/** What the lock file holds. `identity` tells the process from a later one of the same number. */
type Holder = { pid: number; identity?: string; url?: string };

/**
 * Takes the data folder for this process, making it if need be. The lock of a dead process is taken over.
 *
 * @throws FolderInUse while another process has it
 */
export async function lockFolder(dir: string): Promise<FolderLock> {
  const folder = path.resolve(dir);
  const file = path.join(folder, 'wheelwright.lock');
  const mine: Holder = { pid: process.pid, identity: identityOf(process.pid) };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  while (!create(file, mine)) {
    const text = await readWritten(file);
    const holder = parse(text);
    if (holder && isHeld(holder)) throw inUse(folder, holder);
    takeAway(file, text);
  }
  return {
    note(url) {
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ ...mine, url }), { mode: 0o600 });
      renameSync(draft, file);
    },
    release() {
      const holder = parse(read(file));
      if (holder?.pid === mine.pid && holder.identity === mine.identity) rmSync(file, { force: true });
    },
  };
}

function create(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A file just created is empty for an instant; one that stays empty was left by a process killed in that instant. */
async function readWritten(file: string): Promise<string | undefined> {
  for (let tries = 0; tries < 20 && read(file) === ''; tries++) await wait(25);
  return read(file);
}

function isHeld(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  const identity = identityOf(holder.pid);
  return identity === undefined || holder.identity === undefined || identity === holder.identity;
}

/**
 * Removes a stale lock by moving it aside first: of two processes that judged the same lock stale one may already have put
 * its own in place, which is then moved back.
 */
function takeAway(file: string, stale: string | undefined): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // the other was faster
  }
  if (read(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function inUse(folder: string, holder: Holder): FolderInUse {
  const where = holder.url ? ` at ${holder.url}` : ' (still starting)';
  return new FolderInUse(
    `${folder} is already served by process ${holder.pid}${where}. Stop that one first, or choose another folder with WHEELWRIGHT_DATA.`,
  );
}

function parse(text: string | undefined): Holder | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<Holder>;
    return typeof value.pid === 'number' ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
