import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '#flow/catalog.ts';
import { isObject, type Json, type JsonObject } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { logic } from '../connectors/logic/index.ts';
import type { Guard } from '../executor/guarded.ts';
import { readParked, retryParked } from '../store/parked.ts';
import { acceptShape, findShape, learnShape, readHeldUp, reopen } from '../store/shapes.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { Died, dyingAt } from '../testing/dying.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { testTarget } from '../testing/test-connector.ts';
import { type ShapeWatch, watchShapes } from './shapes.ts';

let bench: Bench;
let now = 0;
const watches: ShapeWatch[] = [];
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  for (const watch of watches) await watch.stop();
  await bench.close();
});

const catalog: Catalog = { connectors: [...testTarget().catalog.connectors, logic.manifest] };
const reads = [['key'], ['amount']];
const mapping = {
  format: 1,
  rows: ['key', 'amount'].map((name) => ({
    ...{ kind: 'field', id: name, target: [name], missing: 'omit' },
    rule: { kind: 'path', from: 'root', path: [name] },
  })),
};
const ok = (key: string): JsonObject => ({ key, amount: 1 });
const odd = (key: string): JsonObject => ({ key });

/** A flow whose maps have this policy, with so many messages learned. */
async function published(
  policy: string,
  {
    drawing = 'start>map map>put',
    learned = 12,
    order = 'none',
  }: { drawing?: string; learned?: number; order?: string } = {},
): Promise<Published> {
  const drawn = drawnFlow(drawing) as JsonObject;
  const nodes = (drawn.nodes as JsonObject[]).map((node) =>
    node.id === 'map' ? { ...node, operation: 'logic.map', config: { mapping, drift: policy } } : node,
  );
  const made = await bench.publish({ ...drawn, nodes, settings: { ...(drawn.settings as JsonObject), order } });
  if (learned > 0) await learnShape(bench.db.sql, portOf(made), Array(learned).fill(ok('#')));
  return { ...made, plan: anotherWorker(made) };
}

/** The plan as one more worker looks at it, which knows nothing yet. */
function anotherWorker(made: Published): Published['plan'] {
  const watch = watchShapes({ sql: bench.db.sql, now: () => now, catalog, log: () => {} });
  watches.push(watch);
  return watch.watched(made.plan, { workspace: bench.workspace, flow: made.flow });
}

const portOf = ({ flow }: Published) => ({ workspace: bench.workspace, flow, node: 'map', port: 'in' });
const actor = () => ({ workspace: bench.workspace, name: 'tester' });
const accept = (made: Published) => acceptShape(bench.db.orm, actor(), portOf(made), reads);
const parkedOf = ({ flow }: Published) => readParked(bench.db.sql, bench.workspace, { flow });
const heldUp = ({ flow }: Published) => readHeldUp(bench.db.sql, bench.workspace, flow);
const arrived = (made: Published) =>
  made.arrived.map(({ node, body }) => `${node} ${isObject(body) ? String(body.key) : '?'}`).sort();

async function workAll(made: Published): Promise<void> {
  while ((await bench.work(made)) > 0) {}
}

function guardOf({ plan }: Published): Guard {
  const does = plan.steps.get('map')?.does;
  if (does?.kind !== 'step' || !does.guard) throw new Error('The map has no guard.');
  return does.guard;
}

const messageOf = (body: Json): Message => {
  const id = crypto.randomUUID();
  return { id, root: id, parents: [], headers: { type: 't', source: 's', time: '2026-11-23T00:00:00Z' }, body };
};

describe('a map that parks what changed', () => {
  it('parks that message alone, with the field, what was normal and the way out, and takes it back once it is normal', async () => {
    const made = await published('park');
    const { run } = await bench.send(made, [ok('#1'), odd('#2'), ok('#3')]);
    await workAll(made);
    expect(await bench.happened(made, run)).toMatchObject({
      messages: ['#1 delivered', '#2 parked', '#3 delivered'],
      tally: { received: 3, delivered: 2, parked: 1, 'in-flight': 0 },
    });
    const [parked] = await parkedOf(made);
    expect(parked).toMatchObject({
      node: 'map',
      trouble: {
        ...{ class: 'drift', field: 'amount' },
        message: 'The field “amount” has changed: it is missing, and was always there.',
        wayOut: 'Open the map “map” and take what comes as normal, or change the map and publish. Then retry.',
      },
    });
    const retry = () => retryParked(bench.db.sql, actor(), [parked?.id ?? '']);
    await retry();
    await workAll(made);
    expect((await parkedOf(made)).map(({ state }) => state)).toEqual(['parked']);

    expect(await accept(made)).toBe(true);
    await retry();
    await workAll(made);
    expect(arrived(made)).toEqual(['put #1', 'put #2', 'put #3']);
    expect(await bench.happened(made, run)).toMatchObject({ tally: { delivered: 3, parked: 0 } });
  });

  it('sends it by the error port where that is wired, and on again after a crash whatever was learned meanwhile', async () => {
    const made = await published('park', { drawing: 'start>map map>put map.error>put-2' });
    const { run } = await bench.send(made, [ok('#1'), odd('#2')]);
    await expect(bench.work(made, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    await accept(made);
    await bench.expireLeases();
    await workAll(made);
    expect(arrived(made)).toEqual(['put #1', 'put-2 #2']);
    expect(await bench.happened(made, run)).toMatchObject({ status: 'done', tally: { delivered: 2, parked: 0 } });
  });
});

describe('a map that stops at what changed', () => {
  it('lets it and all behind it wait, without a try, until a person takes it as normal; nothing is lost', async () => {
    const made = await published('stop');
    const { run } = await bench.send(made, [ok('#1'), odd('#2'), ok('#3')]);
    await workAll(made);
    const later = await bench.send(made, [ok('#4')]);
    await workAll(made);
    expect(await bench.happened(made, run)).toMatchObject({
      status: 'waiting',
      messages: ['#1 delivered', '#2 in-flight', '#3 in-flight'],
    });
    expect(await heldUp(made)).toEqual([{ node: 'map', waiting: 3, parked: 0 }]);
    const [stopped] = await bench.db.sql`select shape->'stopped' as stop from shape where flow = ${made.flow}`;
    expect(stopped?.stop).toMatchObject({
      field: 'amount',
      words: 'Waits for somebody to look at the changed field “amount”: it is missing, and was always there.',
    });

    for (let looks = 0; looks < 3; looks++) {
      await bench.makeDue();
      await workAll(made);
    }
    expect(await heldUp(made)).toEqual([{ node: 'map', waiting: 3, parked: 0 }]);
    expect(arrived(made)).toEqual(['put #1']);
    const legs = await bench.db.sql`select distinct attempt, kind from run_live where flow = ${made.flow}`;
    expect(legs.map((leg) => [leg.attempt, leg.kind])).toEqual([[1, 'retry']]);

    await accept(made);
    await workAll(made);
    expect(arrived(made)).toEqual(['put #1', 'put #2', 'put #3', 'put #4']);
    expect(await bench.happened(made, run)).toMatchObject({ status: 'done', tally: { delivered: 3, 'in-flight': 0 } });
    expect(await bench.happened(made, later.run)).toMatchObject({ tally: { delivered: 1 } });
    expect(new Set(made.performed).size).toBe(made.performed.length);
  });

  it('lets nothing pass that comes while it is being stopped', async () => {
    const made = await published('stop');
    await bench.send(made, [ok('#0')]);
    await workAll(made);
    const [first, ...rest] = [odd('#1'), ok('#2'), ok('#3')];
    const guard = guardOf(made);
    const at = { version: 1, again: false };
    const all = [first, ...rest].map((body) => guard([messageOf(body ?? null)], at));
    expect((await Promise.all(all)).map(({ waits }) => waits.length)).toEqual([1, 1, 1]);
  });

  it('stops every worker, soon', async () => {
    const made = await published('stop');
    const other = { ...made, plan: anotherWorker(made) };
    await bench.send(made, [ok('#0')]);
    await workAll(other);
    await bench.send(made, [odd('#1')]);
    await workAll(made);
    now += 3_000;
    await bench.send(made, [ok('#2')]);
    await workAll(other);
    expect(arrived(made)).toEqual(['put #0']);
    expect(await heldUp(made)).toEqual([{ node: 'map', waiting: 2, parked: 0 }]);
  });

  it('goes on by the policy that is published next, also with what came before', async () => {
    const made = await published('stop');
    await bench.send(made, [odd('#1')]);
    await workAll(made);
    await bench.db.sql`
      insert into flow_version (workspace, flow, version, document, published_by)
      select workspace, flow, 2, replace(document, '"drift":"stop"', '"drift":"warn"'), 'tester' from flow_version where flow = ${made.flow}`;
    await bench.db.sql`update flow set published = 2 where id = ${made.flow}`;
    await reopen(bench.db.orm, bench.workspace, made.flow, 2, []);
    const [leg] = await bench.db.sql`select version, due_at <= now() as due from run_live where flow = ${made.flow}`;
    expect(leg).toEqual({ version: 1, due: true });
    await workAll(made);
    expect(arrived(made)).toEqual(['put #1']);
  });

  it('moves what waits to the version that is published next where that has the map', async () => {
    const made = await published('stop');
    await bench.send(made, [odd('#1')]);
    await workAll(made);
    await reopen(bench.db.orm, bench.workspace, made.flow, 2, ['start', 'map']);
    const [leg] = await bench.db.sql`select version, due_at <= now() as due from run_live where flow = ${made.flow}`;
    expect(leg).toEqual({ version: 2, due: true });
    const [left] = await bench.db.sql`select shape ? 'stopped' as stopped from shape where flow = ${made.flow}`;
    expect(left).toEqual({ stopped: false });
  });

  it('keeps the order of a key', async () => {
    const made = await published('stop', { order: 'per-key' });
    await bench.send(made, [ok('A'), odd('B'), ok('A')]);
    await workAll(made);
    await bench.send(made, [ok('B'), ok('C')]);
    await workAll(made);
    await accept(made);
    for (let turns = 0; turns < 4; turns++) await workAll(made);
    expect(arrived(made)).toEqual(['put A', 'put A', 'put B', 'put B', 'put C']);
    const ofB = made.arrived.filter(({ body }) => isObject(body) && body.key === 'B');
    expect(ofB.map(({ body }) => (body as JsonObject).amount ?? 'none')).toEqual(['none', 1]);
  });

  it.each([
    ['before it wrote who waits', 1, false],
    ['when it had written who waits', 1, true],
    ['before its last write', 2, false],
  ])('stands where it stood after a crash %s', async (_, write, after) => {
    const made = await published('stop');
    const { run } = await bench.send(made, [ok('#1'), odd('#2'), ok('#3')]);
    await expect(bench.work(made, crypto.randomUUID(), dyingAt(write, after))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    const other = { ...made, plan: anotherWorker(made) };
    await workAll(other);
    expect(await heldUp(made)).toEqual([{ node: 'map', waiting: 2, parked: 0 }]);
    expect(arrived(made)).toEqual(['put #1']);
    await accept(made);
    await workAll(other);
    expect(await bench.happened(made, run)).toMatchObject({ status: 'done', tally: { delivered: 3, 'in-flight': 0 } });
    expect(arrived(made)).toEqual(['put #1', 'put #2', 'put #3']);
  });
});

describe('a guarded map', () => {
  it('is not asked again for what it let through before a crash, whatever was learned meanwhile', async () => {
    const made = await published('park', { learned: 0 });
    const { run } = await bench.send(made, [odd('#1')]);
    await expect(bench.work(made, crypto.randomUUID(), dyingAt(2, false))).rejects.toBeInstanceOf(Died);
    await learnShape(bench.db.sql, portOf(made), Array(12).fill(ok('#')));
    await bench.expireLeases();
    await workAll({ ...made, plan: anotherWorker(made) });
    expect(await bench.happened(made, run)).toMatchObject({ status: 'done', tally: { delivered: 1, parked: 0 } });
    expect([made.performed.length, made.arrived.length]).toEqual([2, 1]);
  });

  it.each([
    ['warn', 12],
    ['something later', 12],
    ['park', 4],
    ['stop', 4],
  ])('lets everything through: %s with %i learned', async (policy, learned) => {
    const made = await published(policy, { learned });
    await bench.send(made, [odd('#1')]);
    await workAll(made);
    expect(arrived(made)).toEqual(['put #1']);
  });

  it('is none where the policy is to warn', async () => {
    const made = await published('warn');
    expect(made.plan.steps.get('map')?.does).not.toHaveProperty('guard');
  });

  it('learns what it held up as what came latest, never as normal', async () => {
    const made = await published('stop');
    await bench.send(made, [odd('#1')] satisfies Json[]);
    await workAll(made);
    await Promise.all(watches.map((watch) => watch.flush()));
    const found = await findShape(bench.db.sql, portOf(made));
    expect([found?.shape.base.messages, found?.shape.recent.messages, found?.seen]).toEqual([12, 1, 13]);
  });
});
