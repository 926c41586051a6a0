import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { currentFormat } from '#flow/flow.ts';
import { startPostgres } from '#server/postgres/launch.ts';
import { mappingDocument } from './order.ts';

/** Something that takes orders at a url and delivers them to a sink. */
export interface Contender {
  url: string;
  /** CPU time of its processes so far, in ms, Postgres apart. */
  cpu(): number;
  stop(): Promise<void>;
}

const here = import.meta.dirname;

export interface Child {
  process: ChildProcess;
  port: number;
}

export function startChild(file: string, env: Record<string, string>): Promise<Child> {
  const child = fork(path.join(here, file), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (said: { port: number }) => resolve({ process: child, port: said.port }));
    child.once('exit', () => reject(new Error(`${file} ended before it was ready`)));
  });
}

/** The yardstick on a Postgres of its own with the product's settings; with `store` false, bare Node. */
export async function startYardstick(sink: string, store: boolean): Promise<Contender> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-yardstick-'));
  const postgres = store ? await startPostgres({ dataDir: path.join(folder, 'postgres') }) : undefined;
  const child = await startChild('yardstick.ts', {
    SINK: sink,
    STORE: store ? 'yes' : 'no',
    DATABASE_URL: postgres?.url ?? 'postgres://none',
  });
  return {
    url: `http://127.0.0.1:${child.port}/`,
    cpu: () => cpuOf([child.process.pid]),
    async stop() {
      child.process.disconnect();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The product as it is started by `npm start`, with a flow webhook → map → HTTP. */
export async function startOurs(
  sink: string,
  settings: { order?: 'none' | 'per-key' | 'strict'; repeats?: string } = {},
): Promise<Contender> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-bench-'));
  const main = spawn(process.execPath, ['server/main.ts'], {
    cwd: path.resolve(here, '../..'),
    env: {
      ...process.env,
      WHEELWRIGHT_DATA: folder,
      PORT: '3950',
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      PUBLIC_URL: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await address(main);
  const api = async (name: string, input: unknown) => {
    const answer = await fetch(`${origin}/api/trpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const said = (await answer.json()) as { result?: { data: never }; error?: { message: string } };
    if (!said.result) throw new Error(`${name}: ${said.error?.message}`);
    return said.result.data as never;
  };
  const connection = (await api('connections.create', {
    name: 'Sink',
    connector: 'http',
    address: sink,
    settings: { allowPrivate: true, auth: 'none' },
    secrets: {},
  })) as { id: string };
  const flow = (await api('flows.create', {
    name: 'Bench',
    document: JSON.stringify(document(connection.id, settings)),
  })) as { id: string };
  await api('flows.publish', { id: flow.id, revision: 1 });
  const detail = (await (
    await fetch(`${origin}/api/trpc/flows.get?input=${encodeURIComponent(JSON.stringify({ id: flow.id }))}`)
  ).json()) as {
    result: { data: { triggers: { hookUrl: string }[] } };
  };
  return {
    url: detail.result.data.triggers[0]?.hookUrl ?? '',
    cpu: () => cpuOf(family(main.pid)),
    async stop() {
      main.kill('SIGTERM');
      await new Promise((resolve) => main.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function document(connection: string, { order = 'none', repeats = 'keyed' }: { order?: string; repeats?: string }) {
  const node = (id: string, operation: string, config: unknown, more = {}) => ({
    id,
    operation,
    name: id,
    config,
    ...more,
  });
  return {
    format: currentFormat,
    name: 'Bench',
    pattern: 'point-to-point',
    nodes: [
      node('hook', 'webhook.received', { verification: 'none', idPath: 'id', keyPath: 'name' }),
      node('map', 'logic.map', { mapping: mappingDocument }),
      node('send', 'http.request', { method: 'POST', url: '/', repeats }, { connection }),
    ],
    edges: [
      { id: 'hook-map', from: { node: 'hook', port: 'out' }, to: { node: 'map', port: 'in' } },
      { id: 'map-send', from: { node: 'map', port: 'out' }, to: { node: 'send', port: 'in' } },
    ],
    needs: {},
    settings: { order, keepDays: 30 },
    drawing: { positions: {}, groups: [], notes: [] },
  };
}

async function address(main: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of main.stdout as AsyncIterable<Buffer>) {
    text += part.toString();
    const found = /Wheelwright is at (\S+)/.exec(text);
    if (found?.[1]) {
      main.stdout?.resume();
      await rest(500);
      return found[1].replace('localhost', '127.0.0.1');
    }
  }
  throw new Error(`The server did not start:\n${text}`);
}

/** A process and its Node children; Postgres is not among them, it is started apart. */
function family(pid: number | undefined): number[] {
  return pid === undefined ? [] : [pid, ...childrenOf(pid)];
}

function childrenOf(pid: number): number[] {
  const text = readText(`/proc/${pid}/task/${pid}/children`).trim();
  const children = text === '' ? [] : text.split(' ').map(Number);
  return children.filter((child) => /node|MainThread/.test(readText(`/proc/${child}/comm`)));
}

/** User and system time of processes, in ms (100 ticks a second). */
function cpuOf(pids: (number | undefined)[]): number {
  return pids.reduce<number>((sum, pid) => {
    const fields = readText(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
  }, 0);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
