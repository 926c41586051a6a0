import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process of that number runs now. A zombie, dead but not yet collected by its parent, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const state = statOf(pid)?.[0];
  return state !== 'Z' && state !== 'X';
}

/**
 * What tells this process from a later one that got the same number: when it started, and in which boot. Undefined when
 * it is not running, or where the system does not say (Windows).
 */
export function identityOf(pid: number): string | undefined {
  const started = statOf(pid)?.[19];
  if (started) return `${started}@${readText('/proc/sys/kernel/random/boot_id')?.trim()}`;
  if (process.platform === 'linux' || process.platform === 'win32') return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The words of the command line it was started with; undefined where the system does not say. */
export function commandOf(pid: number): string[] | undefined {
  const line = readText(`/proc/${pid}/cmdline`);
  if (line !== undefined) return line.split('\0');
  if (process.platform === 'linux' || process.platform === 'win32') return undefined;
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return undefined;
  }
}

/** The fields of /proc/pid/stat from the third (state) on; the second may hold blanks and parentheses of its own. */
function statOf(pid: number): string[] | undefined {
  const line = readText(`/proc/${pid}/stat`);
  return line?.slice(line.lastIndexOf(')') + 2).split(' ');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
