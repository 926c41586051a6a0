import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, type Json, stringifyJson } from '#flow/json.ts';
import { Retryable } from '../connectors/contract.ts';
import { readParked } from '../store/parked.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { effectKey, type Host } from './host.ts';

/**
 * Every boundary between two steps, on a real database: one kill before and one after each write of a reference flow. Its
 * end must be that of the undisturbed run, apart from the unsafe effect, which may be parked with both possibilities.
 *
 *                       ┌─▶ put ──▶ read ──┐
 *  start ──▶ map ──▶ lines                 ├──▶ all ──▶ keep        put, keep: keyed; put makes line 2 wait once
 *             │         └─▶ pick ──────────┘                       pick: a filter; all: a join and an aggregate
 *             └──▶ post                                            post: unsafe
 */
const document = {
  format: 1,
  name: 'Reference',
  pattern: 'point-to-point',
  nodes: [
    node('start', 'test.start'),
    node('map', 'logic.map', {
      mapping: {
        format: 1,
        rows: [
          { kind: 'field', id: 'a', target: ['no'], rule: { kind: 'path', from: 'root', path: ['no'] } },
          {
            ...{ kind: 'loop', id: 'b', target: ['lines'], from: 'root', over: ['lines'] },
            rows: [{ kind: 'field', id: 'c', target: ['n'], rule: { kind: 'path', from: 'item', path: ['n'] } }],
          },
        ],
      },
    }),
    node('lines', 'logic.split', { path: 'lines' }),
    node('put', 'test.put'),
    node('read', 'test.read'),
    node('pick', 'logic.filter', { rules: [{ path: 'n', is: 'greater', value: 1 }] }),
    node('all', 'logic.aggregate'),
    node('keep', 'test.put'),
    node('post', 'test.post'),
  ],
  edges: 'start>map map>lines map>post lines>put put>read read>all lines>pick pick>all all>keep'
    .split(' ')
    .map((arrow) => {
      const [from = '', to = ''] = arrow.split('>');
      return { id: `${from}-${to}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } };
    }),
  needs: {},
  settings: { order: 'none', keepDays: 30 },
  drawing: { positions: {}, groups: [], notes: [] },
} as unknown as Json;

const orders: Json[] = [
  { no: 1, lines: [{ n: 1 }, { n: 2 }, { n: 3 }] },
  { no: 2, lines: [{ n: 3 }] },
];

function node(id: string, operation: string, config: Record<string, Json> = {}) {
  return { id, operation, name: id, config };
}

class Died extends Error {}

interface Death {
  died: boolean;
  /** Effects whose answer was committed. */
  recorded: Set<string>;
  tamper(host: Host): Host;
}

/** One death, at the n-th write of all workers together. */
function dying(write: number, after: boolean): Death {
  let writes = 0;
  const death: Death = {
    died: false,
    recorded: new Set(),
    tamper: (host) => ({
      ...host,
      async append(leg, append) {
        writes += 1;
        const now = writes === write;
        if (now) death.died = true;
        if (now && !after) throw new Died();
        await host.append(leg, append);
        for (const one of append.outcomes)
          if (one.reply !== undefined) death.recorded.add(effectKey(one.leg, one.node));
        if (now) throw new Died();
      },
    }),
  };
  return death;
}

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function play(death: Death) {
  const published = await bench.publish(document);
  const door = target(published, death.recorded);
  const { run } = await bench.send(published, orders);
  const workOn = async () => {
    const worked = await bench.work(published, crypto.randomUUID(), death.tamper).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
      return 1;
    });
    await bench.expireLeases();
    return worked;
  };
  while ((await workOn()) > 0);
  door.open = true;
  await bench.makeDue();
  while ((await workOn()) > 0);
  const { status, tally, messages } = (await bench.happened(published, run)) as Record<string, Json>;
  const parked = await readParked(bench.db.sql, bench.workspace, { run });
  const end = { status, tally, messages, arrived: arrivedAt(published) };
  return { end, parked, published, bodiesOf: door.bodiesOf, again: door.again };
}

interface Door {
  open: boolean;
  /** By key: the bodies that came with it. */
  bodiesOf: Map<string, Set<string>>;
  /** What was sent though its answer was on record. */
  again: string[];
}

/** Line 2 has to wait at put until the target opens. */
function target({ plan }: Published, recorded: Set<string>): Door {
  const door: Door = { open: false, bodiesOf: new Map(), again: [] };
  for (const step of plan.steps.values()) {
    const { does } = step;
    if (does.kind !== 'action') continue;
    const action = { ...does.action };
    does.action = {
      ...action,
      async perform(request, message, ctx) {
        const busy = !door.open && ctx.node.id === 'put' && isObject(message.body) && message.body.n === 2;
        if (busy)
          throw new Retryable('The target allows no more calls this minute.', { afterSeconds: 58, status: 429 });
        if (recorded.has(effectKey(message.id, ctx.node.id))) door.again.push(`${ctx.node.id} ${message.id}`);
        const key = `${ctx.node.id} ${ctx.idempotencyKey(message)}`;
        door.bodiesOf.set(key, (door.bodiesOf.get(key) ?? new Set()).add(stringifyJson(request.body ?? null)));
        return action.perform(request, message, ctx);
      },
    };
  }
  return door;
}

/** What arrived where, but for the unsafe step, in no order: which of two branches is first does not matter. */
const arrivedAt = ({ arrived }: Published): string[] =>
  arrived
    .filter((one) => one.node !== 'post')
    .map((one) => `${one.node} ${stringifyJson(one.body)}`)
    .sort();

describe('a worker killed at any write of the reference flow', () => {
  it('leaves the end that it would have had, each key with one body, and the unsafe effect done once or parked', async () => {
    const calm = await play(dying(0, false));
    expect(calm.end.arrived).toHaveLength(4 + 4 + 3);
    expect(calm.end).toMatchObject({ status: 'done', tally: { received: 2, delivered: 2 } });
    expect(calm.published.performed.filter((one) => one.startsWith('post'))).toHaveLength(2);

    let kills = 0;
    let doubtful = 0;
    for (let write = 1, died = true; died; write++) {
      for (const after of [false, true]) {
        const death = dying(write, after);
        const { end, parked, published, bodiesOf, again } = await play(death);
        died = death.died;
        if (!died) break;
        kills += 1;
        const where = `killed ${after ? 'after' : 'before'} write ${write}`;
        expect({ where, arrived: end.arrived }).toEqual({ where, arrived: calm.end.arrived });
        expect([...bodiesOf].filter(([, bodies]) => bodies.size > 1)).toEqual([]);
        expect({ where, again }).toEqual({ where, again: [] });
        const posted = published.performed.filter((one) => one.startsWith('post'));
        expect(posted.toSorted()).toEqual([...new Set(posted)].sort());
        if (parked.length === 0) {
          expect({ where, ...end }).toEqual({ where, ...calm.end });
          expect(posted).toHaveLength(2);
          continue;
        }
        doubtful += 1;
        expect(parked.map((one) => [one.node, one.trouble.class])).toEqual(
          parked.map(() => ['post', 'outcome-unknown']),
        );
        for (const { trouble, message, node } of parked) {
          expect(trouble.message).toContain('It may have arrived or not');
          expect(death.recorded).not.toContain(effectKey(message, node));
        }
        expect(end).toMatchObject({ tally: { received: 2, parked: parked.length, delivered: 2 - parked.length } });
      }
    }
    expect(kills).toBeGreaterThanOrEqual(12);
    expect(doubtful).toBeGreaterThanOrEqual(1);
  }, 120_000);
});
