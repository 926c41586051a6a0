import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A place for a database that can be filled up and cleared again, so that its writes really fail. */
export interface SmallDisk {
  /** How it is done here. */
  how: 'a small tmpfs' | 'a limit on the size of files';
  folder: string;
  /** From now on there is next to no room. @param pid the database's first process */
  fill(pid: number): void;
  clear(pid: number): void;
  remove(): void;
}

/** A tmpfs where this process may mount one, else a limit on file sizes where `prlimit` is; undefined where neither can be. */
export function smallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-disk-'));
  if (ran('mount', '-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder)) return onTmpfs(folder);
  if (ran('prlimit', '--version')) return limited(folder);
  rmdirSync(folder);
  return undefined;
}

const diskMegabytes = 300;
/** Left when it is full: less than a few messages. */
const roomBytes = 2 * 2 ** 20;
/** A little more than a segment of the write-ahead log, which is made whole. */
const largestFile = 17 * 2 ** 20;

function onTmpfs(folder: string): SmallDisk {
  const filler = path.join(folder, 'filler');
  return {
    how: 'a small tmpfs',
    folder,
    fill() {
      const free =
        Number(said('stat', '-f', '--format=%a', folder)) * Number(said('stat', '-f', '--format=%S', folder));
      writeFileSync(filler, Buffer.alloc(Math.max(0, free - roomBytes)));
    },
    clear: () => rmSync(filler, { force: true }),
    remove() {
      spawnSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

/** New processes of the database inherit it; those there are must end first. */
function limited(folder: string): SmallDisk {
  const limit = (pid: number, size: string) => {
    if (!ran('prlimit', `--pid=${pid}`, `--fsize=${size}:`)) throw new Error('prlimit could not limit the database.');
  };
  return {
    how: 'a limit on the size of files',
    folder,
    fill: (pid) => limit(pid, String(largestFile)),
    clear: (pid) => limit(pid, 'unlimited'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const ran = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const said = (command: string, ...args: string[]): string =>
  spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();
