import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock.ts';
import { identityOf } from './living.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'wheelwright-lock-')), 'data');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const lockFile = () => path.join(folder, 'wheelwright.lock');

async function leaveLock(holder: string): Promise<void> {
  const lock = await lockFolder(folder);
  lock.release();
  writeFileSync(lockFile(), holder);
}

describe('the lock on the data folder', () => {
  it('refuses a second start, naming the folder, the process and its address', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder} is already served by process ${process.pid} (still starting)`,
    );
    lock.note('http://127.0.0.1:3000');
    await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
    await expect(lockFolder(folder)).rejects.toThrow(
      `process ${process.pid} at http://127.0.0.1:3000. Stop that one first`,
    );
  });

  it('lets the next one in once released, and leaves nothing behind', async () => {
    const lock = await lockFolder(folder);
    lock.note('http://127.0.0.1:3000');
    lock.release();
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    (await lockFolder(folder)).release();
  });

  it('takes over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = child.pid ?? 0;
    await leaveLock(JSON.stringify({ pid, identity: identityOf(pid), url: 'http://127.0.0.1:3000' }));
    await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await lockFolder(folder);
  });

  it('takes over when the dead process’s number belongs to a stranger now', async () => {
    await leaveLock(JSON.stringify({ pid: process.pid, identity: 'started long ago@another boot' }));
    await lockFolder(folder);
  });

  it.each(['', '{', '{"url":"http://127.0.0.1:3000"}'])('takes over from a lock file cut short: %j', async (text) => {
    await leaveLock(text);
    await lockFolder(folder);
  });

  it('lets in exactly one of many that find a stale lock at once', async () => {
    await leaveLock(JSON.stringify({ pid: process.pid, identity: 'long ago' }));
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1);
  });

  it('never removes the lock of another', async () => {
    const lock = await lockFolder(folder);
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, identity: 'somebody else' }));
    lock.release();
    expect(existsSync(lockFile())).toBe(true);
  });
});
