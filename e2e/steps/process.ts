import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect } from '@playwright/test';

/** Wheelwright as it is started on the command line, without npm around it. */
export interface Started {
  process: ChildProcess;
  pid: number;
  /** All that it has said so far, on both channels. */
  said(): string;
  lastLine(): string;
  /** Its address, once it says it. */
  address(): Promise<string>;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string | null>;
}

const root = path.resolve(import.meta.dirname, '../..');
const started: Started[] = [];

export function startWheelwright(env: Record<string, string>): Started {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', PUBLIC_URL: '', WHEELWRIGHT_KEY: '', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const channel of [child.stdout, child.stderr]) channel.setEncoding('utf8').on('data', (more) => (text += more));
  const one: Started = {
    process: child,
    pid: child.pid ?? 0,
    said: () => text,
    lastLine: () => text.trim().split('\n').at(-1) ?? '',
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
    async address() {
      const line = /Wheelwright is at (http:\/\/localhost:\d+)/;
      await expect.poll(() => text, { timeout: 60_000, message: 'until it says its address' }).toMatch(line);
      return line.exec(text)?.[1] ?? '';
    },
  };
  started.push(one);
  return one;
}

/** Ends whatever a test that failed left behind. */
export async function stopAll(): Promise<void> {
  for (const one of started.splice(0)) {
    if (one.process.exitCode === null && one.process.signalCode === null) one.process.kill('SIGTERM');
    await one.ended;
  }
}

/** The worker that it keeps alive now; undefined between two. */
export function workerOf({ pid }: Started): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker.ts'));
}

/** The embedded database of a data folder. */
export function postgresOf(data: string): number {
  return Number(readFileSync(path.join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
