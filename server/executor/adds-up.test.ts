import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyFlow, type Flow, type FlowEdge, type FlowNode } from '#flow/flow.ts';
import { type Json, parseJson } from '#flow/json.ts';
import { Retryable } from '../connectors/contract.ts';
import { createAppender } from '../journal/appender.ts';
import { claim, wholeShare } from '../journal/claim.ts';
import { releaseHeld } from '../journal/held.ts';
import { runAgain } from '../store/again.ts';
import { AtWork, cancelRun } from '../store/cancel.ts';
import { addDays, today } from '../store/days.ts';
import { readLedger } from '../store/ledger.ts';
import { discardParked, readParked, retryParked } from '../store/parked.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { giveUp, isolate } from '../worker/give-up.ts';
import { holdBack } from '../worker/hold-back.ts';
import { effectKey, type Host, LeaseLost, type Leg } from './host.ts';

/**
 * Random flows on a real database, in any order and with backlogs of their own; random messages, of which some fail or
 * wait; workers that die, and people who retry, set aside, cancel and run again while it all goes on. After every event
 * each message has its one state, and the counts of runs, messages and door agree. In the end everything is at rest; no
 * effect that was recorded came again, and no unsafe one came twice unless a person asked for it.
 */

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

class Died extends Error {}

const kinds = ['logic.filter', 'logic.split', 'logic.aggregate', 'test.put', 'test.read', 'test.post'] as const;
type Kind = (typeof kinds)[number];
const ports: Record<Kind, string[]> = {
  'logic.filter': ['out'],
  'logic.split': ['out', 'error'],
  'logic.aggregate': ['out'],
  'test.put': ['out', 'error'],
  'test.read': ['out'],
  'test.post': ['out'],
};
const configs: Partial<Record<Kind, Record<string, Json>>> = {
  'logic.filter': { rules: [{ path: 'n', is: 'less', value: 2 }] },
  'logic.split': { path: 'parts' },
};

interface Drawn {
  kind: Kind;
  lane: boolean;
  feeds: { back: number; port: number }[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...kinds, 'test.put', 'test.post'),
  lane: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  feeds: fc.array(fc.record({ back: fc.nat(2), port: fc.nat(2) }), { minLength: 1, maxLength: 2 }),
});

const flows = fc
  .tuple(fc.constantFrom('none', 'none', 'per-key', 'strict'), fc.array(drawn, { minLength: 1, maxLength: 5 }))
  .map(([order, steps]) => flowOf(order as Flow['settings']['order'], steps));

function flowOf(order: Flow['settings']['order'], steps: Drawn[]): Json {
  const nodes: FlowNode[] = [{ id: 'start', operation: 'test.start', name: 'Start', config: {} }];
  const edges = new Map<string, FlowEdge>();
  for (const [i, { kind, lane, feeds }] of steps.entries()) {
    const id = `s${i}`;
    for (const feed of feeds) {
      const source = nodes[Math.max(0, nodes.length - 1 - feed.back)] as FlowNode;
      const outs = source.id === 'start' ? ['out'] : ports[source.operation as Kind];
      const port = outs[feed.port % outs.length] as string;
      const edge = `${source.id}-${port}-${id}`;
      edges.set(edge, { id: edge, from: { node: source.id, port }, to: { node: id, port: 'in' } });
    }
    const own = lane && kind.startsWith('test.') ? { lane: { atOnce: 2 } } : {};
    nodes.push({ id, operation: kind, name: id, config: configs[kind] ?? {}, ...own });
  }
  const made = emptyFlow('Random');
  made.settings.order = order;
  return { ...made, nodes, edges: [...edges.values()] } as unknown as Json;
}

/** Whatever goes wrong goes wrong once or twice, so that in the end all can be through. */
const leaf = fc.record({
  n: fc.nat(3),
  key: fc.constantFrom('a', 'b'),
  ...{ fail: fc.constantFrom(undefined, undefined, 'reject', 'busy', 'held', 'silent', 'bug') },
  ...{ times: fc.integer({ min: 1, max: 2 }), at: fc.constantFrom('s0', 's0', 's1', 's2', 's3') },
});
const bodies = fc.array(
  fc.oneof(leaf, fc.record({ n: fc.nat(3), key: fc.constant('a'), parts: fc.array(leaf, { maxLength: 3 }) })),
  { minLength: 1, maxLength: 4 },
);

const nth = fc.nat(5);
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('work'), nth }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('dies before', 'dies after'), nth }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('time passes', 'sends'), nth }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('retries', 'retries', 'discards'), nth }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('cancels', 'cancels one', 'runs again'), nth }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('isolates', 'gives up', 'holds back'), nth }) },
);

interface Play {
  published: Published;
  runs: { run: string; messages: string[] }[];
  /** Effects on record. */
  recorded: Set<string>;
  /** By root: how often a person asked for what may be a second time. */
  asked: Map<string, number>;
  wrong: string[];
}

async function begin(document: Json): Promise<Play> {
  const published = await bench.publish(document);
  const play: Play = { published, runs: [], recorded: new Set(), asked: new Map(), wrong: [] };
  for (const step of published.plan.steps.values()) {
    const { does } = step;
    if (does.kind !== 'action') continue;
    const { perform, ...rest } = does.action;
    does.action = {
      ...rest,
      perform(request, message, ctx) {
        const key = effectKey(message.id, ctx.node.id);
        if (play.recorded.has(key)) play.wrong.push(`sent again though on record: ${key}`);
        return perform(request, message, ctx);
      },
    };
  }
  return play;
}

/** One appender for all that a worker writes, as in a real one. */
function hostOf(play: Play, worker: string, death?: { write: number; after: boolean }): Host {
  const appender = createAppender(bench.db.sql, worker);
  let writes = 0;
  return {
    ...bench.host(worker),
    async append(leg, append) {
      writes += 1;
      const now = writes === death?.write;
      if (now && !death?.after) throw new Died();
      await appender.append(leg, append);
      for (const one of append.outcomes)
        if (one.reply !== undefined && one.state !== 'parked') play.recorded.add(effectKey(one.leg, one.node));
      if (now) throw new Died();
    },
  };
}

async function work(play: Play, death?: { write: number; after: boolean }): Promise<number> {
  const worker = crypto.randomUUID();
  const host = hostOf(play, worker, death);
  const worked = await bench
    .work(play.published, worker, () => host)
    .catch((error: unknown) => {
      if (!(error instanceof Died || error instanceof LeaseLost)) throw error;
      return 1;
    });
  await bench.expireLeases();
  return worked;
}

/** Takes one leg and does with it what a worker does that cannot run it. */
async function put(play: Play, end: (leg: Leg, host: Host) => Promise<unknown>): Promise<void> {
  const { sql } = bench.db;
  const worker = crypto.randomUUID();
  await sql`update run_live set lost = 6, fence = greatest(fence, 10) where fence > 0 and state = 'queued'`;
  const [leg] = (await claim(sql, worker, wholeShare(1))).legs;
  if (leg) await end(leg, hostOf(play, worker));
  await bench.expireLeases();
  await sql`update run_live set lost = 0`;
}

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const rootOf = (message: string) => message.split('/')[0] ?? message;

async function decideOn(play: Play, which: 'all' | number, decide: 'retry' | 'discard'): Promise<number> {
  const parked = await readParked(bench.db.sql, bench.workspace, { flow: play.published.flow });
  const chosen = which === 'all' ? parked : parked.slice(which, which + 1);
  if (chosen.length === 0) return 0;
  const ids = chosen.map((one) => one.id);
  if (decide === 'discard') return discardParked(bench.db.sql, person(), ids, 'not wanted');
  for (const { root, trouble } of chosen)
    if (trouble.class === 'outcome-unknown') play.asked.set(root, (play.asked.get(root) ?? 0) + 1);
  return retryParked(bench.db.sql, person(), ids);
}

async function runsAgain(play: Play, { run, messages }: { run: string; messages: string[] }): Promise<void> {
  const [row] = await bench.db.sql<{ keep: number; day: string }[]>`
    select keep, day::text from run where id = ${run}`;
  if (!row) return;
  if ((await runAgain(bench.db.sql, person(), { id: run, flow: play.published.flow, ...row })) === 0) return;
  for (const root of messages) play.asked.set(root, (play.asked.get(root) ?? 0) + 1);
  for (const key of play.recorded) if (messages.includes(rootOf(key.split(' ')[1] ?? ''))) play.recorded.delete(key);
}

async function happen(play: Play, { does, nth }: { does: string; nth: number }, send: () => Promise<void>) {
  const { sql } = bench.db;
  const run = play.runs[nth % play.runs.length];
  switch (does) {
    case 'work':
      return work(play);
    case 'dies before':
    case 'dies after':
      return work(play, { write: 1 + (nth % 4), after: does === 'dies after' });
    case 'time passes':
      await bench.makeDue();
      return releaseHeld(sql);
    case 'sends':
      return send();
    case 'retries':
      return decideOn(play, nth === 0 ? 'all' : nth - 1, 'retry');
    case 'discards':
      return decideOn(play, nth, 'discard');
    case 'cancels':
      return run && nth === 0 && cancelRun(sql, person(), run.run);
    case 'cancels one':
      return (
        run &&
        cancelRun(sql, person(), run.run, run.messages[nth % run.messages.length]).catch((error: unknown) => {
          if (!(error instanceof AtWork)) throw error;
        })
      );
    case 'runs again':
      return run && runsAgain(play, run);
    case 'isolates':
      return put(play, isolate);
    case 'gives up':
      return put(play, (leg, host) => giveUp(new Error('a bug'), leg, host));
    case 'holds back':
      // Only who has written nothing yet still has to ask for its zone.
      return put(play, async (leg, host) => {
        if (leg.history.length === 0) await holdBack(new Retryable('busy'), play.published.plan, leg, host);
      });
  }
}

const ledgerOf = async ({ published }: Play) =>
  (await readLedger(bench.db.sql, bench.workspace, published.flow, addDays(today(), -1)))[0];

const unsafe = ({ plan }: Published, node = '') => plan.steps.get(node)?.effect === 'unsafe';

/** Works, retries and lets time pass until nothing happens any more; what nothing mends is set aside. */
async function comeToRest(play: Play): Promise<void> {
  for (let round = 0; round < 40; round++) {
    let worked = 0;
    await bench.makeDue();
    for (let some = await work(play); some > 0; some = await work(play)) worked += some;
    const freed = await releaseHeld(bench.db.sql);
    if (worked + freed === 0 && (await decideOn(play, 'all', round < 12 ? 'retry' : 'discard')) === 0) return;
  }
}

/** Unsafe effects that came more often than a person asked for. */
function tooOften({ published, asked }: Play): string[] {
  const posts = published.performed.filter((one) => unsafe(published, one.split(' ')[0]));
  return [...Map.groupBy(posts, (post) => post)].flatMap(([post, all]) =>
    all.length > 1 + (asked.get(rootOf(post.split(' ')[1] ?? '')) ?? 0) ? [post] : [],
  );
}

const batches = fc.array(bodies, { minLength: 1, maxLength: 3 });
const events = fc.array(event, { maxLength: 14 });

it('every message has its one state at every moment, and in the end all are at rest', async () => {
  await fc.assert(
    fc.asyncProperty(flows, batches, events, async (flow, coming, happens) => {
      await bench.db.sql`delete from run_live`;
      const play = await begin(flow);
      const left = coming.map((batch) => parseJson(JSON.stringify(batch)) as Json[]);
      const send = async () => {
        const next = left.shift();
        if (next) play.runs.push(await bench.send(play.published, next));
      };
      const addsUp = async (after: string) =>
        expect({ after, ...(await ledgerOf(play)) }).toMatchObject({ after, gap: 0, differs: 0 });
      await send();
      for (const one of happens) {
        await happen(play, one, send);
        await addsUp(`${one.does} ${one.nth}`);
      }
      await comeToRest(play);
      await addsUp('the end');
      expect((await ledgerOf(play))?.tally).toMatchObject({ 'in-flight': 0, parked: 0 });
      expect(await bench.db.sql`select id, kind, from_node, state from run_live`).toHaveLength(0);
      expect({ again: play.wrong, tooOften: tooOften(play) }).toEqual({ again: [], tooOften: [] });
    }),
    { numRuns: 60 },
  );
}, 120_000);
