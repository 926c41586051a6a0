import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { machine, median } from '../measure.ts';
import { connectSink, flowText, NoAnswer, type Product, publishFlow, startProduct, stopProduct } from '../product.ts';

/**
 * `npm run kill-test -- --rounds N [--keep]`: under load, kill -9 of a worker, the web process, the database, or all at
 * once, at a random moment; then everything that was accepted must be delivered once, or parked where a person has to
 * decide. Ends with a line of JSON, and exits 1 when anything was lost or doubled.
 */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = option('--rounds', 15);
const perRound = option('--orders', 120);
const port = option('--port', 3960);
const victims = ['worker', 'second worker', 'web', 'database', 'everything'] as const;

interface Lane {
  name: string;
  hook: string;
  /** Where its orders must arrive. */
  paths: string[];
  unsafe: boolean;
}

interface Sent {
  lane: Lane;
  order: string;
}

const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-kill-'));
const sink = await forked(path.join(import.meta.dirname, 'sink.ts'));
let product = await startProduct(folder, port);
let second = startWorker();
const lanes = await draw(product, `http://127.0.0.1:${sink.port}`);
const accepted: Sent[] = [];
const resumed: number[] = [];
let next = 1;

for (let round = 1; round <= rounds; round++) {
  const victim = victims[(round - 1) % victims.length] as (typeof victims)[number];
  const load = send(perRound);
  await rest(200 + Math.random() * 1500);
  const before = [...accepted];
  const killedAt = Date.now();
  await kill(victim);
  await load;
  const open = await settle(before, 60_000);
  if (open.length === 0) resumed.push((Date.now() - killedAt) / 1000);
  console.error(
    `round ${round}: ${victim} killed, ${before.length} accepted before, settled after ${((Date.now() - killedAt) / 1000).toFixed(1)} s`,
  );
}

const missing = await settle(accepted, 120_000);
const report = await count(missing);
await stopProduct(product);
second.kill('SIGTERM');
sink.process.disconnect();
rmSync(folder, { recursive: true, force: true });
const line = JSON.stringify(report);
console.log(line);
if (process.argv.includes('--keep')) {
  const day = new Date().toISOString().slice(0, 10);
  const results = path.join(import.meta.dirname, '../results');
  mkdirSync(results, { recursive: true });
  writeFileSync(
    path.join(results, `kill-test-${day}.md`),
    `# kill test, ${day}\n\n${machine()}, two workers.\n\n\`\`\`json\n${line}\n\`\`\`\n`,
  );
}
process.exit(report.lost + report.doubled + report.bodyChanged > 0 ? 1 : 0);

/** Flows of every kind of step: keyed, unsafe, a join of two branches over a slow target, two effects in a row. */
async function draw(to: Product, sinkUrl: string): Promise<Lane[]> {
  const connection = await connectSink(to, sinkUrl);
  const hook = (leads: string[]) => ({
    id: 'hook',
    operation: 'webhook.received',
    config: { verification: 'none', idPath: 'order', keyPath: 'order' },
    to: { out: leads },
  });
  const post = (id: string, url: string, repeats: string, leads: string[] = []) => ({
    ...{ id, operation: 'http.request', config: { method: 'POST', url, repeats }, connection },
    ...(leads.length > 0 ? { to: { out: leads } } : {}),
  });
  const map = (id: string, from: string[], leads: string[]) => ({
    ...{ id, operation: 'logic.map', to: { out: leads } },
    config: {
      mapping: {
        format: 1,
        rows: [{ kind: 'field', id: 'r', target: ['order'], rule: { kind: 'path', from: 'item', path: from } }],
      },
    },
  });
  const pass = (id: string, leads: string[]) => ({
    id,
    operation: 'logic.filter',
    config: { rules: [{ path: 'order', is: 'is not empty' }] },
    to: { out: leads },
  });
  const flows: { name: string; paths: string[]; unsafe?: boolean; drawn: Parameters<typeof flowText>[1] }[] = [
    {
      name: 'keyed',
      paths: ['/keyed/one'],
      drawn: [hook(['map']), map('map', ['order'], ['send']), post('send', '/keyed/one', 'keyed')],
    },
    {
      name: 'unsafe',
      paths: ['/unsafe/one'],
      unsafe: true,
      drawn: [hook(['send']), post('send', '/unsafe/one', 'unsafe')],
    },
    {
      name: 'join',
      paths: ['/keyed/slow-join'],
      drawn: [
        hook(['left', 'right']),
        pass('left', ['send']),
        pass('right', ['send']),
        post('send', '/keyed/slow-join', 'keyed'),
      ],
    },
    {
      name: 'fan-out',
      paths: ['/keyed/first', '/keyed/second'],
      drawn: [
        hook(['first', 'pass']),
        post('first', '/keyed/first', 'keyed'),
        pass('pass', ['second']),
        post('second', '/keyed/second', 'keyed'),
      ],
    },
  ];
  const made: Lane[] = [];
  for (const { name, paths, unsafe = false, drawn } of flows)
    made.push({ name, paths, unsafe, hook: (await publishFlow(to, name, flowText(name, drawn))).hook });
  return made;
}

/** Sends orders one after the other in eight lanes, each again until it is accepted, as a webhook's sender does. */
async function send(orders: number): Promise<void> {
  let left = orders;
  const lane = async () => {
    while (left-- > 0) {
      const order = `o${next++}`;
      const to = lanes[Math.floor(Math.random() * lanes.length)] as Lane;
      for (let sure = false; !sure; ) {
        sure = await fetch(to.hook, {
          method: 'POST',
          body: JSON.stringify({ order }),
          signal: AbortSignal.timeout(10_000),
        }).then(
          (answer) => answer.ok,
          () => false,
        );
        if (!sure) await rest(100);
      }
      accepted.push({ lane: to, order });
      await rest(Math.random() * 30);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

async function kill(victim: (typeof victims)[number]): Promise<void> {
  const workers = childrenOf(product.process.pid).filter((pid) => /worker\.ts/.test(commandOf(pid)));
  const database = Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  if (victim === 'worker' || victim === 'everything') for (const pid of workers) end(pid);
  if (victim === 'second worker' || victim === 'everything') end(second.pid);
  if (victim === 'web' || victim === 'everything') end(product.process.pid);
  if (victim === 'database' || victim === 'everything') end(database);
  if (victim === 'web' || victim === 'everything') product = await startProduct(folder, port);
  if (victim === 'second worker' || victim === 'everything') second = startWorker();
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended already.
  }
}

function startWorker(): ChildProcess {
  const postmaster = readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(path.join(folder, 'postgres.password'), 'utf8').trim();
  const url = `postgres://wheelwright:${password}@127.0.0.1:${postmaster[3]?.trim()}/wheelwright`;
  const env = {
    ...process.env,
    DATABASE_URL: url,
    WHEELWRIGHT_DATA: folder,
    WHEELWRIGHT_ORIGIN: product.origin,
    LOG_LEVEL: 'silent',
  };
  return spawn(process.execPath, ['server/worker.ts'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Waits until every one of these orders has arrived everywhere, or is parked. @returns those that have not */
async function settle(orders: Sent[], patienceMs: number): Promise<Sent[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    // While the web process or the database is away, nothing is known to have arrived.
    const open = await openOf(orders).catch((error: unknown) => {
      if (error instanceof NoAnswer || (error instanceof TypeError && error.message === 'fetch failed')) return orders;
      throw error;
    });
    if (open.length === 0 || Date.now() > until) return open;
    await rest(250);
  }
}

type Targets = Record<string, { acts: Record<string, string[]>; bodyChanged: string[] }>;
async function seen(): Promise<Targets> {
  return (await (await fetch(`http://127.0.0.1:${sink.port}/`)).json()) as Targets;
}

async function openOf(orders: Sent[]): Promise<Sent[]> {
  const [targets, parked] = await Promise.all([seen(), parkedOrders()]);
  return orders.filter(
    ({ lane, order }) => !parked.has(order) && !lane.paths.every((one) => targets[one]?.acts[order]),
  );
}

async function parkedOrders(): Promise<Set<string>> {
  const rows = await product.ask<{ key: string | null }[]>('parked.list', {});
  return new Set(rows.flatMap((row) => row.key ?? []));
}

async function count(lost: Sent[]) {
  const [targets, parked] = await Promise.all([seen(), parkedOrders()]);
  const acts = Object.values(targets).flatMap((target) => Object.values(target.acts));
  const sorted = [...resumed].sort((a, b) => a - b);
  return {
    rounds,
    accepted: accepted.length,
    delivered: accepted.filter(({ lane, order }) => lane.paths.every((one) => targets[one]?.acts[order])).length,
    filtered: 0,
    parked: parked.size,
    lost: lost.length,
    doubled: acts.filter((keys) => keys.length > 1).length,
    bodyChanged: Object.values(targets).reduce((sum, target) => sum + target.bodyChanged.length, 0),
    resume_s_p50: sorted.length > 0 ? median(sorted) : null,
    resume_s_max: sorted.at(-1) ?? null,
  };
}

function forked(file: string): Promise<{ process: ChildProcess; port: number }> {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve) =>
    child.once('message', (said: { port: number }) => resolve({ process: child, port: said.port })),
  );
}

function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
