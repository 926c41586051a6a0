import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { machine, median } from '../measure.ts';
import { NoAnswer, type Product, startProduct, startWorker, stopProduct } from '../product.ts';
import { drawLanes, type Lane } from './lanes.ts';
import { isOpen, judge, type Sent, type Targets, type Told } from './verdict.ts';

/**
 * `npm run kill-test -- --rounds N [--orders N] [--port P] [--keep]`: under load, kill -9 of a worker, the web process, the
 * database, or all at once, at a random moment; then everything that was accepted must be delivered once, or parked where a
 * person has to decide. Ends with a line of JSON, and exits 1 when anything was lost or doubled, when a key came with
 * another body, or when the product's own ledger does not add up.
 */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = option('--rounds', 15);
const perRound = option('--orders', 120);
const port = option('--port', 3960);
const victims = ['worker', 'second worker', 'web', 'database', 'everything'] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-kill-'));
const sink = await forked(path.join(import.meta.dirname, 'sink.ts'));
let product = await startProduct(folder, port);
let second = startWorker(product);
const lanes = await drawLanes(product, `http://127.0.0.1:${sink.port}`);
const accepted: Sent[] = [];
const resumed: number[] = [];
let next = 1;

for (let round = 1; round <= rounds; round++) {
  const victim = victims[(round - 1) % victims.length] as (typeof victims)[number];
  const load = send(perRound);
  await rest(100 + Math.random() * 1000);
  const before = [...accepted];
  const killedAt = Date.now();
  await kill(victim);
  await load;
  const open = await settle(before, 60_000);
  if (open.length === 0) resumed.push((Date.now() - killedAt) / 1000);
  console.error(
    `round ${round}: ${victim} killed, ${before.length} accepted before, ${open.length > 0 ? `${open.length} of them open` : 'settled'} after ${((Date.now() - killedAt) / 1000).toFixed(1)} s`,
  );
}

const missing = await settle(accepted, 120_000);
// An order that is filtered arrives nowhere: until nothing is under way any more.
for (const until = Date.now() + 60_000; Date.now() < until && (await underWay()) > 0; ) await rest(250);
const verdict = judge(accepted, await seen(), { parked: await parkedOrders(), ledger: await ledger() });
await stopProduct(product);
second.kill('SIGTERM');
sink.process.disconnect();
rmSync(folder, { recursive: true, force: true });

for (const { lane, order } of missing) console.error(`${lane}: ${order} is nowhere.`);
for (const words of verdict.wrong) console.error(words);
if (verdict.bodyChanged > 0) console.error(`Same key, other body: ${verdict.bodyChanged} times.`);
const { delivered, filtered, parked, lost, doubled } = verdict;
const sorted = resumed.toSorted((a, b) => a - b);
const line = JSON.stringify({
  ...{ rounds, accepted: verdict.accepted, delivered, filtered, parked, lost, doubled },
  resume_s_p50: sorted.length > 0 ? median(sorted) : null,
  resume_s_max: sorted.at(-1) ?? null,
});
console.log(line);
if (process.argv.includes('--keep')) keep(line);
process.exit(lost + doubled + verdict.bodyChanged + verdict.wrong.length > 0 ? 1 : 0);

/** Sends orders one after the other in eight lines, each again until it is accepted, as a webhook's sender does. */
async function send(orders: number): Promise<void> {
  let left = orders;
  const one = async () => {
    while (left-- > 0) {
      const order = `o${next++}`;
      const lane = lanes[Math.floor(Math.random() * lanes.length)] as Lane;
      const { body, expects } = lane.order(order);
      const until = Date.now() + 120_000;
      for (let sure = false; !sure; ) {
        if (Date.now() > until) throw new Error(`Nobody has accepted ${order} of “${lane.name}” for two minutes.`);
        sure = await fetch(lane.hook, {
          method: 'POST',
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        }).then(
          (answer) => answer.ok,
          () => false,
        );
        if (!sure) await rest(100);
      }
      accepted.push({ lane: lane.name, order, expects });
      await rest(Math.random() * 30);
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

async function kill(victim: (typeof victims)[number]): Promise<void> {
  const workers = childrenOf(product.process.pid).filter((pid) => /worker\.ts/.test(commandOf(pid)));
  const database = Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  if (victim === 'worker' || victim === 'everything') for (const pid of workers) end(pid);
  if (victim === 'second worker' || victim === 'everything') end(second.pid);
  if (victim === 'web' || victim === 'everything') end(product.process.pid);
  if (victim === 'database' || victim === 'everything') end(database);
  if (victim === 'web' || victim === 'everything') product = await again(product);
  if (victim === 'second worker' || victim === 'everything') second = startWorker(product);
}

/** At the same address: the senders know no other. */
async function again({ origin }: Product): Promise<Product> {
  const started = await startProduct(folder, port);
  if (started.origin === origin) return started;
  await stopProduct(started);
  throw new Error(`Another program took ${origin} while the product was down. Run the kill test at another --port.`);
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended already.
  }
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

async function openOf(orders: Sent[]): Promise<Sent[]> {
  const [all, parkedOnes] = await Promise.all([seen(), parkedOrders()]);
  return orders.filter((one) => isOpen(one, all, parkedOnes));
}

async function seen(): Promise<Targets> {
  return (await (await fetch(`http://127.0.0.1:${sink.port}/`)).json()) as Targets;
}

async function parkedOrders(): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await product.ask<{ key: string | null; cursor: string }[]>('parked.list', { cursor });
    for (const { key } of page) if (key !== null) keys.add(key);
    cursor = page.at(-1)?.cursor;
    if (page.length < 500 || cursor === undefined) return keys;
  }
}

interface Ledger {
  sum: { tally: Record<string, number>; gap: number; differs: number };
}
function readLedger({ flow }: Lane): Promise<Ledger> {
  return product.ask<Ledger>('ledger.get', { flow, days: 7 });
}

async function ledger(): Promise<Told['ledger']> {
  const told: Told['ledger'] = {};
  for (const lane of lanes) {
    const { tally, gap, differs } = (await readLedger(lane)).sum;
    told[lane.name] = { received: tally.received ?? 0, filtered: tally.filtered ?? 0, gap, differs };
  }
  return told;
}

async function underWay(): Promise<number> {
  const ledgers = await Promise.all(lanes.map(readLedger)).catch(() => []);
  return ledgers.reduce((sum, one) => sum + (one.sum.tally['in-flight'] ?? 0), ledgers.length === 0 ? 1 : 0);
}

function keep(summary: string): void {
  const day = new Date().toISOString().slice(0, 10);
  const results = path.join(import.meta.dirname, '../results');
  mkdirSync(results, { recursive: true });
  writeFileSync(
    path.join(results, `kill-test-${day}.md`),
    `# kill test, ${day}\n\n${machine()}, two workers.\n\n\`\`\`json\n${summary}\n\`\`\`\n`,
  );
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
