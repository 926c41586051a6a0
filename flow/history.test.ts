import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from './edit.ts';
import { burstWindow, commit, deepest, type History, redo, startHistory, undo, undoLabel } from './history.ts';
import { draw } from './testing/draw.ts';

const start = (): History => startHistory(draw('order > map > invoice'));
const moved = (x: number, node = 'map'): Change => ({ kind: 'move-nodes', positions: { [node]: { x, y: 0 } } });
const typed = (value: string, field = 'reference'): Change => ({ kind: 'set-config', node: 'invoice', field, value });
const all = (changes: [Change, number][]) =>
  changes.reduce((history, [change, at]) => commit(history, change, at), start());

describe('bursts', () => {
  it('make one step of moves that follow each other closely', () => {
    const history = all([
      [moved(8), 0],
      [moved(16), 100],
      [moved(24), 100 + burstWindow],
    ]);
    expect(history.past).toHaveLength(1);
    expect(undo(history).flow).toEqual(start().flow);
    expect(redo(undo(history)).flow.drawing.positions.map).toEqual({ x: 24, y: 0 });
  });

  it.each<[string, [Change, number][]]>([
    [
      'a pause ends a burst',
      [
        [moved(8), 0],
        [moved(16), burstWindow + 1],
      ],
    ],
    [
      'another node is another step',
      [
        [moved(8), 0],
        [moved(8, 'order'), 10],
      ],
    ],
    [
      'another field is another step',
      [
        [typed('a'), 0],
        [typed('a', 'dueDays'), 10],
      ],
    ],
    [
      'a change of another kind comes between',
      [
        [typed('a'), 0],
        [moved(8), 10],
      ],
    ],
    [
      'edges are never a burst',
      [
        [{ kind: 'remove-edges', edges: ['order-map'] }, 0],
        [{ kind: 'remove-edges', edges: ['map-invoice'] }, 1],
      ],
    ],
  ])('%s', (_title, changes) => {
    expect(all(changes).past).toHaveLength(2);
  });

  it('do not swallow what was there before an undo or a redo', () => {
    const undone = undo(
      all([
        [typed('a'), 0],
        [moved(8), 1],
        [moved(16), 2],
      ]),
    );
    const typedOn = commit(undone, typed('ab'), 3);
    expect(typedOn.past).toHaveLength(2);
    expect(typedOn.future).toEqual([]);
    const redone = redo(undo(all([[typed('a'), 0]])));
    expect(commit(redone, typed('ab'), 1).past).toHaveLength(2);
  });

  it('keep only the first inverse and the last patch of a long drag', () => {
    const history = all(Array.from({ length: 300 }, (_, at) => [moved(8 + at), at * 16]));
    expect(history.past[0]?.patches.length).toBeLessThan(5);
    expect(undo(history).flow).toEqual(start().flow);
  });
});

describe('the stack', () => {
  it(`is ${deepest} steps deep`, () => {
    const history = all(Array.from({ length: deepest + 20 }, (_, at) => [moved(at + 1), at * 10_000]));
    expect(history.past).toHaveLength(deepest);
    const bottom = Array.from({ length: deepest }).reduce<History>((current) => undo(current), history);
    expect(bottom.flow.drawing.positions.map).toEqual({ x: 20, y: 0 });
    expect(undo(bottom)).toBe(bottom);
    expect(undoLabel(bottom)).toBeUndefined();
  });

  it('has nothing to redo after another change', () => {
    const history = commit(undo(all([[typed('a'), 0]])), moved(8), 5);
    expect(redo(history)).toBe(history);
  });

  it('comes back to every flow it passed through, whatever was changed, undone and redone', () => {
    const change = fc.oneof(
      fc.nat(3).map((x): Change => moved(x)),
      fc.constantFrom('a', 'ab').map((value): Change => typed(value)),
      fc.constantFrom('map', 'order', 'map-2').map((node): Change => ({ kind: 'remove-and-reconnect', nodes: [node] })),
      fc.constant<Change>({ kind: 'add-node', operation: 'logic.map', name: 'Map', at: { x: 0, y: 0 } }),
      fc.constant<Change>({
        kind: 'add-edge',
        from: { node: 'order', port: 'out' },
        to: { node: 'map-2', port: 'in' },
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.nat(2000)), { maxLength: 25 }), (changes) => {
        let clock = 0;
        let history = start();
        for (const [next, pause] of changes) {
          clock += pause;
          history = commit(history, next, clock);
        }
        const steps = history.past.length;
        const end = history.flow;
        for (let step = 0; step < steps; step += 1) history = undo(history);
        expect(history.flow).toEqual(start().flow);
        for (let step = 0; step < steps; step += 1) history = redo(history);
        expect(history.flow).toEqual(end);
      }),
    );
  });
});
