import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '#flow/catalog.ts';
import { emptyFlow, type Flow, type FlowEdge, type FlowNode } from '#flow/flow.ts';
import { type Json, stringifyJson } from '#flow/json.ts';
import type { Message, StepResult } from '#flow/run/message.ts';
import type { Operation } from '../connectors/contract.ts';
import { logic } from '../connectors/logic/index.ts';
import { memoryJournal } from '../testing/memory-host.ts';
import { testTarget } from '../testing/test-connector.ts';
import { execute } from './execute.ts';
import type { Host } from './host.ts';
import { compilePlan } from './plan.ts';

/**
 * Random flows with splits, joins and aggregates, random messages of which some fail or wait, and a worker that dies at any
 * of its writes, before or after it: the end must be as without deaths. Every smallest part of a message carries a tag, so
 * that parts can be followed through whatever they were collected into.
 */

class Died extends Error {}

const kinds = [
  'logic.filter',
  'logic.route',
  'logic.split',
  'logic.aggregate',
  'test.put',
  'test.read',
  'test.post',
] as const;
type Kind = (typeof kinds)[number];

const rule = (port?: string) => ({ path: 'n', is: 'less', value: 2, ...(port ? { port } : {}) });
/** A split finds its list in what is received, in what a target answered, or in what was collected. */
const lists = ['parts', 'parts', 'got.parts', 'items', 'got.items'];
const configOf = (kind: Kind, list: number): Record<string, Json> => {
  if (kind === 'logic.filter') return { rules: [rule()] };
  if (kind === 'logic.route') return { rules: [rule('small')] };
  return kind === 'logic.split' ? { path: lists[list % lists.length] as string } : {};
};
const ports: Record<Kind, string[]> = {
  'logic.filter': ['out'],
  'logic.route': ['small', 'otherwise'],
  'logic.split': ['out', 'error'],
  'logic.aggregate': ['out'],
  'test.put': ['out', 'error'],
  'test.read': ['out'],
  'test.post': ['out'],
};

interface Drawn {
  kind: Kind;
  list: number;
  /** `back`: how many steps before the one just before this. */
  feeds: { back: number; port: number }[];
}

const drawn = (unsafe: boolean) =>
  fc.record({
    kind: fc.constantFrom(...kinds.filter((kind) => unsafe || kind !== 'test.post')),
    list: fc.nat(20),
    feeds: fc.array(fc.record({ back: fc.nat(3), port: fc.nat(3) }), { minLength: 1, maxLength: 2 }),
  });

/** Parts that go two ways, of which one can wait, and meet again before the next effect: chance alone rarely draws it. */
const meeting: Drawn[] = [
  { kind: 'logic.split', list: 0, feeds: [{ back: 0, port: 0 }] },
  { kind: 'test.put', list: 0, feeds: [{ back: 0, port: 0 }] },
  {
    kind: 'logic.aggregate',
    list: 0,
    feeds: [
      { back: 0, port: 0 },
      { back: 1, port: 0 },
    ],
  },
  { kind: 'test.put', list: 0, feeds: [{ back: 0, port: 0 }] },
];

/** Up to seven steps; each is fed by one or two ports of the last few before it, so that branches meet again. */
const flows = (unsafe: boolean) =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.array(drawn(unsafe), { minLength: 1, maxLength: 7 }) },
      { weight: 1, arbitrary: fc.array(drawn(unsafe), { maxLength: 3 }).map((more) => [...meeting, ...more]) },
    )
    .map(flowOf);

function flowOf(steps: Drawn[]): Flow {
  const nodes: FlowNode[] = [{ id: 'start', operation: 'test.start', name: 'Start', config: {} }];
  const edges = new Map<string, FlowEdge>();
  steps.forEach(({ kind, list, feeds }, i) => {
    const id = `s${i}`;
    for (const feed of feeds) {
      const source = nodes[Math.max(0, nodes.length - 1 - feed.back)] as FlowNode;
      const outs = source.id === 'start' ? ['out'] : ports[source.operation as Kind];
      const port = outs[feed.port % outs.length] as string;
      edges.set(`${source.id}-${port}-${id}`, {
        id: `${source.id}-${port}-${id}`,
        from: { node: source.id, port },
        to: { node: id, port: 'in' },
      });
    }
    nodes.push({ id, operation: kind, name: id, config: configOf(kind, list) });
  });
  return { ...emptyFlow('Random'), nodes, edges: [...edges.values()] };
}

const places = ['s0', 's1', 's2', 's3', 's4'];
const trouble = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ fail: fc.constantFrom('reject', 'bug'), at: fc.constantFrom(...places) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      fail: fc.constant('busy'),
      times: fc.constant(1),
      at: fc.constantFrom('s1', 's1', ...places),
    }),
  },
);
const leaf = fc
  .tuple(fc.record({ n: fc.nat(3) }), trouble)
  .map(([body, more]): Record<string, Json> => ({ ...body, ...more }));

/** Whole messages and such with parts, each leaf tagged by its place. */
const bodies = fc
  .array(fc.oneof(leaf, fc.record({ n: fc.nat(3), parts: fc.array(leaf, { maxLength: 3 }) })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => all.map((body, i) => tagged(body, `m${i}`)));

function tagged(body: Record<string, Json>, tag: string): Json {
  if (!Array.isArray(body.parts)) return { ...body, tag };
  return { ...body, parts: body.parts.map((part, i) => tagged(part as Record<string, Json>, `${tag}.${i}`)) };
}

function tagsIn(value: Json): string[] {
  return [...stringifyJson(value).matchAll(/"tag":"([^"]+)"/g)].map((found) => found[1] as string);
}

/** Of each claim: which of the legs in the queue, and where its worker dies. */
const deaths = fc.array(fc.record({ write: fc.integer({ min: 1, max: 6 }), after: fc.boolean(), place: fc.nat(2) }), {
  maxLength: 5,
});

async function play(flow: Flow, input: Json[], dying: { write: number; after: boolean; place: number }[]) {
  const target = testTarget();
  const bodyOf = new Map<string, string>();
  const broken: string[] = [];
  const catalog: Catalog = { connectors: [...target.catalog.connectors, logic.manifest] };
  const watched = (id: string) => {
    const operation = target.operation(id) ?? logic.operations[id];
    return operation && watch(operation, bodyOf, broken);
  };
  const plan = compilePlan(flow, catalog, watched);
  const messages = input.map(
    (body, i): Message => ({
      id: `m${i}`,
      root: `m${i}`,
      parents: [],
      headers: { type: 't', source: 's', time: '' },
      body,
    }),
  );
  const journal = memoryJournal('start', messages);
  const left = [...dying];
  for (let leg = journal.claim(left[0]?.place); leg; leg = journal.claim(left[0]?.place)) {
    await execute(plan, leg, mortal(journal.host('w'), left.shift())).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
    });
  }
  return {
    states: journal.states(),
    arrived: target.arrived.flatMap((one) => tagsIn(one.body).map((tag) => `${one.node} ${tag}`)).sort(),
    performed: target.performed,
    events: journal.events(),
    broken,
  };
}

/** Notes in `broken` a pure step that loses or doubles a part, and a key that comes a second time with another body. */
function watch(operation: Operation, bodyOf: Map<string, string>, broken: string[]): Operation {
  if (operation.kind === 'step') {
    return {
      ...operation,
      compile(node, ends) {
        const run = operation.compile(node, ends);
        return (batch, given) => {
          const result = run(batch, given);
          if (result instanceof Promise) throw new Error('Steps of this test answer at once.');
          if (leavesOf(batch) !== leavesOf(made(batch, result))) broken.push(`${node.id} does not conserve its parts`);
          return result;
        };
      },
    };
  }
  if (operation.kind !== 'action') return operation;
  return {
    ...operation,
    async perform(request, message, ctx) {
      const key = `${ctx.node.id} ${ctx.idempotencyKey(message)}`;
      const body = stringifyJson(message.body);
      if ((bodyOf.get(key) ?? body) !== body) broken.push(`same key, other body at ${key}`);
      bodyOf.set(key, body);
      return operation.perform(request, message, ctx);
    },
  };
}

/** All that a step's batch became: what left by its ports, ended there, or was parked. */
function made(batch: Message[], { outputs, filtered, parked }: StepResult): Message[] {
  const ended = batch.filter((message) => filtered.includes(message.id));
  return [...Object.values(outputs).flat(), ...ended, ...parked.map(({ message }) => message)];
}

const leavesOf = (messages: Message[]): string =>
  messages
    .flatMap(({ root, body }) => tagsIn(body).map((tag) => `${root} ${tag}`))
    .sort()
    .join();

function mortal(host: Host, death: { write: number; after: boolean } | undefined): Host {
  let writes = 0;
  return {
    ...host,
    async append(leg, append) {
      writes += 1;
      if (death && writes === death.write && !death.after) throw new Died();
      await host.append(leg, append);
      if (death && writes === death.write) throw new Died();
    },
  };
}

const partsFlow = new Set(['logic.split', 'logic.aggregate']);

describe('whatever the flow and whenever the worker dies', () => {
  it('every message ends as it would have, and every part arrives where it would have, once', async () => {
    await fc.assert(
      fc.asyncProperty(flows(false), bodies, deaths, async (flow, input, dying) => {
        const calm = await play(flow, input, []);
        const stormy = await play(flow, input, dying);
        expect(stormy.states).toEqual(calm.states);
        expect(stormy.arrived).toEqual(calm.arrived);
      }),
      { numRuns: 1000 },
    );
  });

  it('parts that come together go on together also when the worker dies: who had to wait is written before it matters', async () => {
    const input = [tagged({ n: 0, parts: [{ n: 0, fail: 'busy', times: 1, at: 's1' }, { n: 1 }] }, 'm0')];
    const calm = await play(flowOf(meeting), input, []);
    for (const write of [1, 2, 3])
      for (const after of [true, false])
        expect((await play(flowOf(meeting), input, [{ write, after, place: 0 }])).arrived).toEqual(calm.arrived);
  });

  it('no step loses or doubles a part, and no key comes with another body', async () => {
    await fc.assert(
      fc.asyncProperty(flows(true), bodies, deaths, async (flow, input, dying) => {
        expect((await play(flow, input, dying)).broken).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('no message is left in flight, and every step accounts for all that came in', async () => {
    await fc.assert(
      fc.asyncProperty(flows(true), bodies, deaths, async (flow, input, dying) => {
        const { states, events } = await play(flow, input, dying);
        expect(Object.values(states)).not.toContain('in-flight');
        const reshaping = new Set(flow.nodes.flatMap((node) => (partsFlow.has(node.operation) ? [node.id] : [])));
        for (const event of events) {
          if (event.type !== 'step-finished' || reshaping.has(event.node)) continue;
          const out = Object.values(event.out).reduce((sum, n) => sum + n, 0);
          expect(out + event.filtered + event.parked + event.waiting).toBe(event.in);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('an unsafe effect arrives once at the most', async () => {
    await fc.assert(
      fc.asyncProperty(flows(true), bodies, deaths, async (flow, input, dying) => {
        const unsafe = new Set(flow.nodes.flatMap((node) => (node.operation === 'test.post' ? [node.id] : [])));
        const { performed } = await play(flow, input, dying);
        const posted = performed.filter((one) => unsafe.has(one.split(' ')[0] as string));
        expect(posted).toEqual([...new Set(posted)]);
      }),
      { numRuns: 300 },
    );
  });
});
