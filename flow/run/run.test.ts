import { describe, expect, it } from 'vitest';
import type { FlowEdge } from '../flow.ts';
import { indexGraph } from '../graph.ts';
import type { Event } from './events.ts';
import { fold } from './fold.ts';
import { next } from './next.ts';
import { defaultRetry, waitSeconds } from './retry.ts';
import { emptyTally, gap, worstState } from './status.ts';

/** `'a>b a>c b>d c.error>d'` */
function graph(drawing: string) {
  const edges: FlowEdge[] = drawing.split(' ').map((arrow, i) => {
    const [source = '', target = ''] = arrow.split('>');
    const [node = '', port = 'out'] = source.split('.');
    return { id: `e${i}`, from: { node, port }, to: { node: target, port: 'in' } };
  });
  const ids = new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]));
  return indexGraph({ nodes: [...ids].map((id) => ({ id })), edges });
}

const started = (from = 'a'): Event => ({
  type: 'leg-started',
  at: 0,
  worker: 'w',
  fence: 1,
  attempt: 1,
  from,
  n: 1,
  zone: 'UTC',
});

const finished = (
  node: string,
  out: Record<string, number>,
  more: Partial<Extract<Event, { type: 'step-finished' }>> = {},
): Event => ({
  type: 'step-finished',
  node,
  at: 0,
  ms: 1,
  in: 1,
  out,
  filtered: 0,
  parked: 0,
  waiting: 0,
  samples: [],
  ...more,
});

describe('next', () => {
  //  a ──▶ b ──▶ d
  //  └───▶ c ───▲
  const diamond = graph('a>b a>c b>d c>d');

  it('starts both branches once the trigger has delivered', () => {
    expect(next(diamond, fold([started(), finished('a', { out: 1 })]))).toEqual({ ready: ['b', 'c'], skip: [] });
  });

  it('lets a join wait for the branch that can still deliver', () => {
    const state = fold([started(), finished('a', { out: 1 }), finished('b', { out: 1 })]);
    expect(next(diamond, state)).toEqual({ ready: ['c'], skip: [] });
  });

  it('runs a join with what one branch brought when the other brought nothing', () => {
    const state = fold([started(), finished('a', { out: 1 }), finished('b', { out: 1 }), finished('c', { out: 0 })]);
    expect(next(diamond, state)).toEqual({ ready: ['d'], skip: [] });
  });

  it('skips a dead branch and all behind it', () => {
    //  a ─out──▶ b
    //  └─error─▶ c ──▶ d
    const fork = graph('a.out>b a.error>c c>d');
    let events: Event[] = [started(), finished('a', { out: 1, error: 0 })];
    expect(next(fork, fold(events))).toEqual({ ready: ['b'], skip: ['c'] });
    events = [...events, { type: 'step-skipped', node: 'c' }, finished('b', { out: 0 })];
    expect(next(fork, fold(events))).toEqual({ ready: [], skip: ['d'] });
  });

  it('does not wait for another trigger', () => {
    //  a ──▶ c ◀── b
    expect(next(graph('a>c b>c'), fold([started('a'), finished('a', { out: 1 })]))).toEqual({ ready: ['c'], skip: [] });
  });

  it('starts a leg from the middle there, and does not wait for branches that are not its own', () => {
    expect(next(diamond, fold([started('b')]))).toEqual({ ready: ['b'], skip: [] });
    expect(next(diamond, fold([started('b'), finished('b', { out: 1 })]))).toEqual({ ready: ['d'], skip: [] });
    expect(next(diamond, fold([started('b'), finished('b', { out: 1 }), finished('d', { out: 1 })]))).toEqual({
      ready: [],
      skip: [],
    });
  });
});

describe('fold', () => {
  it('tells how each step ended', () => {
    const state = fold([
      started(),
      finished('a', { out: 3 }),
      finished('b', { out: 2 }, { parked: 1 }),
      finished('c', { out: 2 }, { waiting: 1 }),
      finished('d', {}, { parked: 1, trouble: 'bug' }),
      { type: 'leg-finished', at: 1, status: 'waiting' },
    ]);
    expect([...state.steps].map(([node, step]) => [node, step.status])).toEqual([
      ['a', 'done'],
      ['b', 'parked'],
      ['c', 'waiting'],
      ['d', 'failed'],
    ]);
    expect(state.status).toBe('waiting');
  });
});

describe('the state of a received message', () => {
  it.each([
    [['delivered', 'parked'], 'parked'],
    [['delivered', 'in-flight', 'parked'], 'in-flight'],
    [['filtered', 'delivered'], 'delivered'],
    [['filtered', 'filtered'], 'filtered'],
    [['discarded', 'delivered', 'filtered'], 'discarded'],
    [[], 'filtered'],
  ] as const)('is, of %j, %s', (legs, state) => {
    expect(worstState(legs)).toBe(state);
  });

  it('adds up to what was received, else the gap shows', () => {
    expect(gap({ ...emptyTally(), received: 3, delivered: 2, parked: 1 })).toBe(0);
    expect(gap({ ...emptyTally(), received: 3, delivered: 2 })).toBe(1);
    expect(gap({ ...emptyTally(), received: 3, delivered: 4 })).toBe(-1);
  });
});

describe('waitSeconds', () => {
  it('doubles the ceiling with every try up to the cap', () => {
    expect([1, 2, 3, 4].map((attempt) => waitSeconds(defaultRetry, attempt, 0.5))).toEqual([0.5, 1, 2, 4]);
    expect(waitSeconds({ ...defaultRetry, attempts: 99 }, 50, 0.5)).toBe(150);
  });
  it('never waits less than the target asked for', () => {
    expect(waitSeconds(defaultRetry, 1, 0.9, 58)).toBe(58);
  });
  it('asks again after a day, however long the target asked for', () => {
    expect(waitSeconds(defaultRetry, 1, 0.9, Number.POSITIVE_INFINITY)).toBe(86_400);
  });
  it('gives up after the last try', () => {
    expect(waitSeconds(defaultRetry, 8, 0.5, 58)).toBeNull();
  });
});
