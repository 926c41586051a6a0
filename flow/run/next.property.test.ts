import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowEdge } from '../flow.ts';
import { downstream, edgesTo, type GraphIndex, indexGraph } from '../graph.ts';
import type { Event } from './events.ts';
import { apply, emptyLeg, fold, type LegState } from './fold.ts';
import { next } from './next.ts';

/**
 * Random graphs, random behaviour of their steps, steps that end in any order, and a journal that is cut anywhere: fold and
 * next must lead to the same end, and no part of a message may vanish or appear on the way.
 */

const ports = ['out', 'error'] as const;
type Port = (typeof ports)[number];

/** What a step makes of one message. `waits`: it leaves the leg, to come back in another. */
const kinds = ['pass', 'split', 'gather', 'filter', 'park', 'fail', 'wait', 'mixed'] as const;
type Kind = (typeof kinds)[number];

interface Drawn {
  index: GraphIndex;
  kinds: Map<string, Kind>;
}

const graphs = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      feeds: fc.array(fc.record({ back: fc.nat(4), port: fc.constantFrom(...ports) }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((steps): Drawn => {
    const ids = ['n0', ...steps.map((_, i) => `n${i + 1}`)];
    const edges = new Map<string, FlowEdge>();
    steps.forEach(({ feeds }, i) => {
      for (const { back, port } of feeds) {
        const [from, to] = [ids[Math.max(0, i - back)] as string, ids[i + 1] as string];
        const leaves = from === 'n0' ? 'out' : port;
        edges.set(`${from}.${leaves}-${to}`, {
          ...{ id: `${from}.${leaves}-${to}`, from: { node: from, port: leaves }, to: { node: to, port: 'in' } },
        });
      }
    });
    const all = new Map<string, Kind>([
      ['n0', 'pass'],
      ...steps.map(({ kind }, i): [string, Kind] => [`n${i + 1}`, kind]),
    ]);
    return { index: indexGraph({ nodes: ids.map((id) => ({ id })), edges: [...edges.values()] }), kinds: all };
  });

/** A message, by the smallest parts of received messages that it holds. */
interface Parcel {
  id: string;
  root: string;
  parts: string[];
}

interface Step {
  out: Record<Port, Parcel[]>;
  filtered: Parcel[];
  parked: Parcel[];
  waiting: Parcel[];
}

const received = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .map((sizes) =>
    sizes.map(
      (n, i): Parcel => ({ id: `m${i}`, root: `m${i}`, parts: Array.from({ length: n }, (_, p) => `m${i}.${p}`) }),
    ),
  );

function run(kind: Kind, node: string, batch: Parcel[]): Step {
  const step: Step = { out: { out: [], error: [] }, filtered: [], parked: [], waiting: [] };
  if (kind === 'gather') {
    for (const [root, members] of Map.groupBy(batch, (one) => one.root))
      step.out.out.push({ id: `${root}/${node}`, root, parts: members.flatMap((one) => one.parts) });
    return step;
  }
  for (const one of batch) {
    const chance = kind === 'mixed' ? luck(`${node} ${one.id}`) : -1;
    if (kind === 'split')
      step.out.out.push(
        ...one.parts.map((part, i) => ({ id: `${one.id}/${node}.${i}`, root: one.root, parts: [part] })),
      );
    else if (kind === 'filter' || chance === 0) step.filtered.push(one);
    else if (kind === 'park' || chance === 1) step.parked.push(one);
    else if (kind === 'wait' || chance === 2) step.waiting.push(one);
    else step.out[kind === 'fail' || chance === 3 ? 'error' : 'out'].push(one);
  }
  return step;
}

/** The same for the same words, as everything in a pure step is. */
const luck = (words: string): number =>
  [...words].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, 7) % 7;

/** What stands at the entrance of a step: by its edges, one that comes unchanged by two branches once. */
function inbox({ index }: Drawn, node: string, done: Map<string, Step>): Parcel[] {
  const came = edgesTo(index, node).flatMap((edge) => done.get(edge.from.node)?.out[edge.from.port as Port] ?? []);
  return [...new Map(came.map((one) => [one.id, one])).values()];
}

const started = (from: string): Event => ({
  ...{ type: 'leg-started', at: 0, worker: 'w', fence: 1, attempt: 1, from, n: 1, zone: 'UTC' },
});

function finished(node: string, batch: Parcel[], step: Step): Event {
  const out = Object.fromEntries(ports.map((port) => [port, step.out[port].length]));
  const [filtered, parked, waiting] = [step.filtered.length, step.parked.length, step.waiting.length];
  return { type: 'step-finished', node, at: 0, ms: 0, in: batch.length, out, filtered, parked, waiting, samples: [] };
}

/** Interprets to the end. `pick` says which of the steps that may run does; `seen` is told of every event. */
function interpret(
  drawn: Drawn,
  batch: Parcel[],
  pick: (n: number) => number,
  seen: (event: Event) => void = () => {},
) {
  const done = new Map<string, Step>();
  let state = apply(emptyLeg(), started('n0'));
  seen(started('n0'));
  for (let todo = next(drawn.index, state); todo.ready.length + todo.skip.length > 0; todo = next(drawn.index, state)) {
    const place = pick(todo.ready.length + todo.skip.length);
    const node = [...todo.ready, ...todo.skip][place] as string;
    const came = node === 'n0' ? batch : inbox(drawn, node, done);
    const ready = place < todo.ready.length;
    const step = run(drawn.kinds.get(node) as Kind, node, came);
    if (ready) done.set(node, step);
    const event: Event = ready ? finished(node, came, step) : { type: 'step-skipped', node };
    expect(came.length > 0).toBe(ready);
    state = apply(state, event);
    seen(event);
  }
  return { state, done };
}

const first = () => 0;
const chooser = (choices: number[]) => {
  let i = 0;
  return (n: number) => (choices[i++ % choices.length] as number) % n;
};
const choices = fc.array(fc.nat(50), { minLength: 1, maxLength: 12 });
const words = (state: LegState) => [...state.steps].sort(([a], [b]) => (a < b ? -1 : 1));

describe('next and fold, over any graph', () => {
  it('settle every step that the leg can reach, once, and no other', () => {
    fc.assert(
      fc.property(graphs, received, choices, (drawn, batch, order) => {
        const settled: string[] = [];
        interpret(drawn, batch, chooser(order), (event) => {
          if (event.type === 'step-finished' || event.type === 'step-skipped') settled.push(event.node);
        });
        expect(settled.toSorted()).toEqual([...new Set(['n0', ...downstream(drawn.index, ['n0'])])].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('let no step begin before every branch that can still deliver has ended', () => {
    fc.assert(
      fc.property(graphs, received, choices, (drawn, batch, order) => {
        const ended = new Set<string>();
        interpret(drawn, batch, chooser(order), (event) => {
          if (event.type !== 'step-finished' && event.type !== 'step-skipped') return;
          for (const edge of edgesTo(drawn.index, event.node)) expect(ended).toContain(edge.from.node);
          ended.add(event.node);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('come to the same end whichever of the steps that may run is first', () => {
    fc.assert(
      fc.property(graphs, received, choices, (drawn, batch, order) => {
        const [one, other] = [interpret(drawn, batch, first), interpret(drawn, batch, chooser(order))];
        expect(words(other.state)).toEqual(words(one.state));
      }),
      { numRuns: 500 },
    );
  });

  it('come to the same end from a journal that is cut anywhere', () => {
    fc.assert(
      fc.property(graphs, received, choices, fc.nat(20), (drawn, batch, order, cut) => {
        const events: Event[] = [];
        const whole = interpret(drawn, batch, chooser(order), (event) => events.push(event));
        const kept = events.slice(0, 1 + (cut % events.length));
        const known = new Set(kept.flatMap((event) => ('node' in event ? [event.node] : [])));
        const rest: Event[] = [];
        interpret(drawn, batch, first, (event) => {
          if ('node' in event && !known.has(event.node)) rest.push(event);
        });
        expect(words(fold([...kept, ...rest]))).toEqual(words(whole.state));
        expect(words(fold(events))).toEqual(words(whole.state));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the lineage of what travels', () => {
  const partsOf = (parcels: Parcel[]) => parcels.flatMap((one) => one.parts).sort();

  it('is conserved at every step: each part that came goes on, is filtered, parked or waits', () => {
    fc.assert(
      fc.property(graphs, received, choices, (drawn, batch, order) => {
        const { done } = interpret(drawn, batch, chooser(order));
        for (const [node, step] of done) {
          const came = node === 'n0' ? batch : inbox(drawn, node, done);
          const became = [...step.out.out, ...step.out.error, ...step.filtered, ...step.parked, ...step.waiting];
          expect(partsOf(became)).toEqual(partsOf(came));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends: each part that was received is found where a step let it end, or where no edge leads on', () => {
    fc.assert(
      fc.property(graphs, received, (drawn, batch) => {
        const { done } = interpret(drawn, batch, first);
        const ends = [...done].flatMap(([node, step]) => {
          const wired = new Set((drawn.index.outgoing.get(node) ?? []).map((edge) => edge.from.port));
          const loose = ports.filter((port) => !wired.has(port)).flatMap((port) => step.out[port]);
          return [...loose, ...step.filtered, ...step.parked, ...step.waiting];
        });
        expect([...new Set(partsOf(ends))]).toEqual(partsOf(batch));
      }),
      { numRuns: 500 },
    );
  });

  it('goes on in another leg from where a part waited, until nothing waits', () => {
    fc.assert(
      fc.property(graphs, received, (drawn, batch) => {
        const { done } = interpret(drawn, batch, first);
        for (const [node, { waiting }] of done) {
          if (waiting.length === 0) continue;
          const state = fold([
            started(node),
            finished(node, waiting, { ...nothing, out: { out: waiting, error: [] } }),
          ]);
          const behind = downstream(drawn.index, [node]);
          const { ready, skip } = next(drawn.index, state);
          for (const one of [...ready, ...skip]) expect(behind).toContain(one);
          const leads = (drawn.index.outgoing.get(node) ?? []).some((edge) => edge.from.port === 'out');
          if (leads) expect(ready.length + skip.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const nothing: Step = { out: { out: [], error: [] }, filtered: [], parked: [], waiting: [] };
