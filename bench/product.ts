import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { currentFormat } from '#flow/flow.ts';

/** The API was there and refused, or could not. */
export class NoAnswer extends Error {}

/** The product as `npm start` runs it, for benches and the kill test. */
export interface Product {
  origin: string;
  folder: string;
  process: ChildProcess;
  /** Calls a mutation of the API. */
  call<T>(procedure: string, input: unknown): Promise<T>;
  /** Asks a query of the API. */
  ask<T>(procedure: string, input?: unknown): Promise<T>;
}

const root = path.resolve(import.meta.dirname, '..');

export async function startProduct(folder: string, port: number, env: Record<string, string> = {}): Promise<Product> {
  const main = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      WHEELWRIGHT_DATA: folder,
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
      PUBLIC_URL: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await addressOf(main);
  const read = async <T>(answer: Response, procedure: string): Promise<T> => {
    const said = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
    if (!said.result) throw new NoAnswer(`${procedure}: ${said.error?.message}`);
    return said.result.data;
  };
  return {
    origin,
    folder,
    process: main,
    call: async (procedure, input) =>
      read(
        await fetch(`${origin}/api/trpc/${procedure}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(input),
        }),
        procedure,
      ),
    ask: async (procedure, input) => {
      const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return read(await fetch(`${origin}/api/trpc/${procedure}${query}`), procedure);
    },
  };
}

/** A worker besides the one that main keeps, as `npm run worker` elsewhere would be. */
export function startWorker({ folder, origin }: Pick<Product, 'folder' | 'origin'>): ChildProcess {
  const postmaster = readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(path.join(folder, 'postgres.password'), 'utf8').trim();
  const url = `postgres://wheelwright:${password}@127.0.0.1:${postmaster[3]?.trim()}/wheelwright`;
  return spawn(process.execPath, ['server/worker.ts'], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: url,
      WHEELWRIGHT_DATA: folder,
      WHEELWRIGHT_ORIGIN: origin,
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

export async function stopProduct({ process: main }: Product): Promise<void> {
  if (main.exitCode !== null || main.signalCode !== null) return;
  const ended = new Promise((resolve) => main.once('exit', resolve));
  main.kill('SIGTERM');
  await ended;
}

function addressOf(main: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    main.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const found = /Wheelwright is at (\S+)/.exec(text)?.[1];
      if (found) resolve(found.replace('localhost', '127.0.0.1'));
    });
    main.once('exit', () => reject(new Error(`The server did not start:\n${text}`)));
  });
}

/** A step and where it leads: `to` maps its ports to node ids. */
export interface Drawn {
  id: string;
  operation: string;
  config?: unknown;
  connection?: string;
  to?: Record<string, string[]>;
}

/** A flow document of these steps, as text. */
export function flowText(name: string, drawn: Drawn[], order: 'none' | 'per-key' | 'strict' = 'none'): string {
  return JSON.stringify({
    format: currentFormat,
    name,
    pattern: 'point-to-point',
    nodes: drawn.map(({ id, operation, config = {}, connection }) => ({
      id,
      operation,
      name: id,
      config,
      ...(connection ? { connection } : {}),
    })),
    edges: drawn.flatMap(({ id, to = {} }) =>
      Object.entries(to).flatMap(([port, targets]) =>
        targets.map((target) => ({
          id: `${id}-${port}-${target}`,
          from: { node: id, port },
          to: { node: target, port: 'in' },
        })),
      ),
    ),
    needs: {},
    settings: { order, keepDays: 30 },
    drawing: { positions: {}, groups: [], notes: [] },
  });
}

/** Makes and publishes a flow. @returns its id and the address of its hook */
export async function publishFlow(
  product: Product,
  name: string,
  document: string,
): Promise<{ id: string; hook: string }> {
  const { id } = await product.call<{ id: string }>('flows.create', { name, document });
  const published = await product.call<{ ok: boolean; problems?: { message: string }[] }>('flows.publish', {
    id,
    revision: 1,
  });
  if (!published.ok) throw new Error(published.problems?.map((problem) => problem.message).join(' '));
  const { triggers } = await product.ask<{ triggers: { hookUrl: string }[] }>('flows.get', { id });
  return { id, hook: triggers[0]?.hookUrl ?? '' };
}

export async function connectSink(product: Product, address: string, name = 'Sink'): Promise<string> {
  const settings = { allowPrivate: true, auth: 'none' };
  return (
    await product.call<{ id: string }>('connections.create', {
      name,
      connector: 'http',
      address,
      settings,
      secrets: {},
    })
  ).id;
}
