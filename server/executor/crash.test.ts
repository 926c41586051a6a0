import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '#flow/catalog.ts';
import { emptyFlow, type Flow, type FlowEdge, type FlowNode } from '#flow/flow.ts';
import type { Json } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { logic } from '../connectors/logic/index.ts';
import { memoryJournal } from '../testing/memory-host.ts';
import { testTarget } from '../testing/test-connector.ts';
import { execute } from './execute.ts';
import type { Host } from './host.ts';
import { compilePlan } from './plan.ts';

/**
 * Random flows, random messages of which some fail, and a worker that dies at any of its writes, before or after it: the
 * end must be as without deaths.
 */

class Died extends Error {}

const kinds = ['logic.filter', 'logic.route', 'test.put', 'test.read', 'test.post'] as const;

const rule = (port?: string) => ({ path: 'n', is: 'greater', value: 2, ...(port ? { port } : {}) });
const configs: Record<(typeof kinds)[number], Record<string, Json>> = {
  'logic.filter': { rules: [rule()] },
  'logic.route': { rules: [rule('big')] },
  'test.put': {},
  'test.read': {},
  'test.post': {},
};
const ports: Record<(typeof kinds)[number], string[]> = {
  'logic.filter': ['out'],
  'logic.route': ['big', 'otherwise'],
  'test.put': ['out', 'error'],
  'test.read': ['out'],
  'test.post': ['out'],
};

/** Up to seven steps; each is fed by one or two ports of steps before it. */
const flows = (unsafe: boolean) =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom(...kinds.filter((kind) => unsafe || kind !== 'test.post')),
        feeds: fc.array(fc.record({ step: fc.nat(20), port: fc.nat(3) }), { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((steps): Flow => {
      const nodes: FlowNode[] = [{ id: 'start', operation: 'test.start', name: 'Start', config: {} }];
      const edges = new Map<string, FlowEdge>();
      steps.forEach(({ kind, feeds }, i) => {
        const id = `s${i}`;
        for (const feed of feeds) {
          const source = nodes[feed.step % nodes.length] as FlowNode;
          const outs = source.id === 'start' ? ['out'] : ports[source.operation as (typeof kinds)[number]];
          const port = outs[feed.port % outs.length] as string;
          edges.set(`${source.id}-${port}-${id}`, {
            id: `${source.id}-${port}-${id}`,
            from: { node: source.id, port },
            to: { node: id, port: 'in' },
          });
        }
        nodes.push({ id, operation: kind, name: id, config: configs[kind] });
      });
      return { ...emptyFlow('Random'), nodes, edges: [...edges.values()] };
    });

const bodies = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ n: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        n: fc.nat(5),
        fail: fc.constantFrom('reject', 'bug'),
        at: fc.constantFrom('s0', 's1', 's2'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        n: fc.nat(5),
        fail: fc.constant('busy'),
        times: fc.constant(1),
        at: fc.constantFrom('s0', 's1', 's2'),
      }),
    },
  ),
  { minLength: 1, maxLength: 5 },
);

/** Of each claim: which of the legs in the queue, and where its worker dies. */
const deaths = fc.array(fc.record({ write: fc.integer({ min: 1, max: 6 }), after: fc.boolean(), place: fc.nat(2) }), {
  maxLength: 5,
});

async function play(flow: Flow, input: Json[], dying: { write: number; after: boolean; place: number }[]) {
  const target = testTarget();
  const catalog: Catalog = { connectors: [...target.catalog.connectors, logic.manifest] };
  const plan = compilePlan(flow, catalog, (id) => target.operation(id) ?? logic.operations[id]);
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
    arrived: target.arrived.map((one) => `${one.node} ${one.key}`).sort(),
    performed: target.performed,
    events: journal.events(),
  };
}

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

describe('whatever the flow and whenever the worker dies', () => {
  it('every message ends as it would have, and every effect arrives as it would have', async () => {
    await fc.assert(
      fc.asyncProperty(flows(false), bodies, deaths, async (flow, input, dying) => {
        const calm = await play(flow, input as Json[], []);
        const stormy = await play(flow, input as Json[], dying);
        expect(stormy.states).toEqual(calm.states);
        expect(stormy.arrived).toEqual(calm.arrived);
      }),
      { numRuns: 300 },
    );
  });

  it('no message is left in flight, and every step accounts for all that came in', async () => {
    await fc.assert(
      fc.asyncProperty(flows(true), bodies, deaths, async (flow, input, dying) => {
        const { states, events } = await play(flow, input as Json[], dying);
        expect(Object.values(states)).not.toContain('in-flight');
        for (const event of events) {
          if (event.type !== 'step-finished') continue;
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
        const { performed } = await play(flow, input as Json[], dying);
        const posted = performed.filter((one) => unsafe.has(one.split(' ')[0] as string));
        expect(posted).toEqual([...new Set(posted)]);
      }),
      { numRuns: 300 },
    );
  });
});
