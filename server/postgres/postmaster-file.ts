import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandOf, isAlive } from './living.ts';

/** What the file `postmaster.pid` says, which a server writes into its data folder and which outlives a killed one. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** The server that runs on this data folder now, ready or not; null when the file is absent or a dead server's. */
export function runningPostmaster(dataDir: string): Postmaster | null {
  const noted = readPostmaster(dataDir);
  return noted && isAlive(noted.pid) && servesFolder(noted.pid, dataDir) ? noted : null;
}

/** What the file says, true or stale. */
export function readPostmaster(dataDir: string): Postmaster | null {
  const [pid, , , port, , , , status] = readLines(dataDir);
  return pid && port ? { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' } : null;
}

/**
 * A dead server's number may belong to a stranger by now, or to a zombie; Postgres would see it alive and refuse to start.
 * Writing our own number, its parent's, lets it pass that check while it still makes its other one: that no orphaned backend
 * holds the shared memory named in this file. Deleting the file would skip that too, and two servers could write the same pages.
 */
export function disownStalePostmaster(dataDir: string): void {
  if (!readPostmaster(dataDir) || runningPostmaster(dataDir)) return;
  const [, ...rest] = readLines(dataDir);
  writeFileSync(path.join(dataDir, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

function servesFolder(pid: number, dataDir: string): boolean {
  const command = commandOf(pid);
  return command === undefined || (/postgres(\.exe)?$/.test(command[0] ?? '') && command.includes(dataDir));
}

function readLines(dataDir: string): string[] {
  try {
    return readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
