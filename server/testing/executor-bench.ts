import { createHash } from 'node:crypto';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import { canonicalFlow } from '#flow/flow.ts';
import { isObject, type Json, stringifyJson } from '#flow/json.ts';
import { readFlow } from '#flow/migrate.ts';
import type { Event } from '#flow/run/events.ts';
import { laneOf, orderKey } from '#flow/run/lane.ts';
import type { ConnectionContext, Operation } from '../connectors/contract.ts';
import { logic } from '../connectors/logic/index.ts';
import { type Database, openDatabase } from '../db.ts';
import { execute } from '../executor/execute.ts';
import type { Append, Host, Leg } from '../executor/host.ts';
import { compilePlan, type Plan } from '../executor/plan.ts';
import { accept } from '../journal/accept.ts';
import { createAppender } from '../journal/appender.ts';
import { claim, reap, wholeShare } from '../journal/claim.ts';
import { readMessages, readRuns } from '../store/runs.ts';
import { testDatabase } from './database.ts';
import { testTarget } from './test-connector.ts';

/** The executor on a real database, with targets that do as they are told. */
export interface Bench {
  db: Database;
  workspace: string;
  /** Publishes a flow, accepts the bodies as one run, and works until nothing is left to do; waiting legs are made due. */
  play(flow: Json, bodies: Json): Promise<Json>;
  /** The parts of `play`, for tests that interfere. */
  publish(flow: Json): Promise<Published>;
  send(published: Published, bodies: Json[], sourceIds?: string[]): Promise<{ run: string; messages: string[] }>;
  /** One claim by a worker of this name, executed; `tamper` may change what the host does. @returns how many legs */
  work(published: Published, worker?: string, tamper?: (host: Host) => Host): Promise<number>;
  /** What such a worker hands to the executor. */
  host(worker: string): Host;
  makeDue(): Promise<void>;
  /** As if every worker that holds a lease had died. */
  expireLeases(): Promise<void>;
  happened(published: Published, run: string): Promise<Json>;
  close(): Promise<void>;
}

export interface Published {
  flow: string;
  trigger: string;
  plan: Plan;
  arrived: { node: string; key: string; body: Json }[];
  /** Every effect carried out, repeats included: node and message. */
  performed: string[];
}

const noConnection: ConnectionContext = {
  connection: { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} },
  http: () => Promise.reject(new Error('Tests of the executor have no network.')),
  token: async () => '',
  cached: (_name, _seconds, read) => read(),
  now: Date.now,
  log: () => {},
};

export async function openBench(): Promise<Bench> {
  const database = await testDatabase();
  const db = openDatabase(database.url, 4);
  const { sql } = db;
  const workspace = crypto.randomUUID();
  await sql`insert into workspace (id, name) values (${workspace}, 'bench')`;

  const host = (worker: string): Host => ({
    worker,
    now: Date.now,
    random: () => 0.5,
    hash: (parts) => createHash('sha256').update(parts.join('\0')).digest('hex'),
    connect: async () => noConnection,
    findReceipt: async () => undefined,
    zone: async () => 'UTC',
    append: (leg: Leg, append: Append) => createAppender(sql, worker).append(leg, append),
  });

  const bench: Bench = {
    db,
    workspace,
    async publish(document) {
      const read = readFlow(document);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const target = testTarget();
      const catalog: Catalog = { connectors: [...target.catalog.connectors, logic.manifest] };
      const operation = (id: string): Operation | undefined => target.operation(id) ?? logic.operations[id];
      const published = {
        flow: crypto.randomUUID(),
        trigger: crypto.randomUUID(),
        plan: compilePlan(read.value, catalog, operation),
        arrived: target.arrived,
        performed: target.performed,
      };
      await insertFlow(db, workspace, published, read.value);
      return published;
    },
    async send({ flow, trigger, plan }, bodies, sourceIds) {
      const { order } = plan.flow.settings;
      const group = bodies.map((body, i) => ({
        ...placed(order, keyOf(body, i)),
        id: crypto.randomUUID(),
        workspace,
        flow,
        version: 1,
        trigger,
        keep: 30,
        sourceId: sourceIds?.[i],
        headers: { type: 'test', source: 'bench', time: '2026-11-23T10:00:00Z' },
        body: stringifyJson(body),
        startedBy: 'bench',
      }));
      const accepted = await accept(sql, group, crypto.randomUUID());
      const [first] = accepted;
      return { run: first && !first.duplicate ? first.run : '', messages: accepted.map((one) => one.message ?? '') };
    },
    async work({ plan, flow }, worker = crypto.randomUUID(), tamper = (host) => host) {
      const legs = (await claim(sql, worker, wholeShare(10))).legs.filter((leg) => leg.flow === flow);
      for (const leg of legs) await execute(plan, leg, tamper(host(worker)));
      return legs.length;
    },
    host,
    async makeDue() {
      await sql`update run_live set due_at = now() where state = 'queued'`;
    },
    async expireLeases() {
      await sql`update run_live set lease_until = now() - interval '1 second' where state = 'running'`;
      await reap(sql);
    },
    async happened(published, run) {
      return whatHappened(db, workspace, published, run);
    },
    async play(document, bodies) {
      const published = await bench.publish(document);
      const { run } = await bench.send(published, bodies as Json[]);
      for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
        await bench.makeDue();
      return bench.happened(published, run);
    },
    async close() {
      await db.end();
      await database.drop();
    },
  };
  return bench;
}

/** `key` of the body where it has one, else its number in the batch. */
const keyOf = (body: Json, i: number): string =>
  isObject(body) && typeof body.key === 'string' ? body.key : `#${i + 1}`;

const placed = (order: Flow['settings']['order'], key: string) => ({ key, lane: laneOf(orderKey(order, key)) });

async function insertFlow(
  { sql }: Database,
  workspace: string,
  { flow, trigger }: Published,
  document: Flow,
): Promise<void> {
  const text = canonicalFlow(document);
  await sql`insert into flow (workspace, id, document, published, saved_by) values (${workspace}, ${flow}, ${text}, 1, 'bench')`;
  await sql`insert into flow_version (workspace, flow, version, document, published_by) values (${workspace}, ${flow}, 1, ${text}, 'bench')`;
  await sql`
    insert into flow_trigger (workspace, id, flow, node, hook_path, version) values (${workspace}, ${trigger}, ${flow}, 'start', ${crypto.randomUUID()}, 1)`;
}

async function whatHappened({ sql }: Database, workspace: string, { arrived }: Published, id: string): Promise<Json> {
  const [run] = await readRuns(sql, { workspace, id, most: 1 });
  if (!run) throw new Error(`Run ${id} is nowhere.`);
  const rows = await sql<
    { leg: string; events: Event[] }[]
  >`select leg, events from journal where run = ${id} order by leg, seq`;
  const legs = Map.groupBy(rows, (row) => row.leg);
  const messages = await readMessages(sql, run, 1000);
  return {
    status: run.status,
    tally: { ...run.tally },
    legs: [...legs.values()].map((leg) => leg.flatMap((row) => row.events).map(words)),
    messages: messages
      .toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
      .map((message) => `${message.key} ${message.state}`),
    arrived: arrived.map((one) => ({ node: one.node, body: one.body })),
  };
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An event without what differs from run to run. */
function words(event: Event): string {
  switch (event.type) {
    case 'leg-started':
      return `${event.from} starts with ${event.n}, try ${event.attempt}`;
    case 'effects-intended':
      return `${event.node} about to send ${event.messages.length}`;
    case 'step-skipped':
      return `${event.node} skipped`;
    case 'leg-finished':
      return event.words === undefined ? event.status : `${event.status}: ${event.words.replace(uuid, 'a message')}`;
    case 'step-finished': {
      const ports = Object.entries(event.out).map(([port, n]) => `${n} ${port}`);
      const rest = (['filtered', 'parked', 'waiting'] as const).flatMap((key) =>
        event[key] > 0 ? [`${event[key]} ${key}`] : [],
      );
      return `${event.node} ${event.in} in, ${[...ports, ...rest].join(', ') || 'nothing out'}`;
    }
  }
}
