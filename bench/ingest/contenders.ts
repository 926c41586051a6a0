import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '#server/postgres/launch.ts';
import { connectSink, flowText, type Product, publishFlow, startProduct, stopProduct } from '../product.ts';
import { mappingDocument } from './order.ts';

/** Something that takes orders at addresses and delivers them to a sink. */
export interface Contender {
  urls: string[];
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
    urls: [`http://127.0.0.1:${child.port}/`],
    cpu: () => cpuOf([child.process.pid]),
    async stop() {
      child.process.disconnect();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The product as `npm start` runs it, with flows webhook → map → HTTP. */
export interface Ours extends Contender {
  product: Product;
  /** Publishes another such flow. @returns the address of its hook */
  flow(settings?: FlowSettings): Promise<string>;
  /** Ids of the worker processes that main keeps. */
  workers(): number[];
}

export interface FlowSettings {
  order?: 'none' | 'per-key' | 'strict';
  /** What repeating the effect does; see the connector http. */
  repeats?: 'keyed' | 'unsafe';
  /** Another target than the sink. */
  sink?: string;
}

export async function startOurs(sink: string): Promise<Ours> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-bench-'));
  const product = await startProduct(folder, 3950);
  const connections = new Map<string, string>();
  let flows = 0;

  async function flow({ order, repeats = 'keyed', sink: target = sink }: FlowSettings = {}): Promise<string> {
    const connection = connections.get(target) ?? (await connectSink(product, target, `Sink ${connections.size + 1}`));
    connections.set(target, connection);
    const drawn = [
      {
        id: 'hook',
        operation: 'webhook.received',
        config: { verification: 'none', idPath: 'id', keyPath: 'name' },
        to: { out: ['map'] },
      },
      { id: 'map', operation: 'logic.map', config: { mapping: mappingDocument }, to: { out: ['send'] } },
      { id: 'send', operation: 'http.request', config: { method: 'POST', url: '/', repeats }, connection },
    ];
    const name = `Bench ${++flows}`;
    return (await publishFlow(product, name, flowText(name, drawn, order))).hook;
  }

  return {
    urls: [await flow()],
    product,
    flow,
    workers: () => childrenOf(product.process.pid ?? 0),
    cpu: () => cpuOf(family(product.process.pid)),
    async stop() {
      await stopProduct(product);
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
