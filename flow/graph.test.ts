import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deadBranches,
  downstream,
  edgesFrom,
  edgesTo,
  findCycle,
  findCycles,
  findPath,
  indexGraph,
  joins,
  order,
  roots,
  upstream,
} from './graph.ts';
import { draw } from './testing/draw.ts';

const index = (drawing: string) => indexGraph(draw(drawing));

/*  Legend of the drawings: letters are nodes, lines are edges read left to right, ▶ marks a direction that is not.  */

//   a ── b ──┐
//            d ── e
//   a ── c ──┘
const diamond = 'a > b > d > e; a > c > d';

//   a ── b ── c      x ── y
const twoFlows = 'a > b > c; x > y';

//   a ── b ── c ── d
//        ▲────┘
const loop = 'a > b > c > d; c > b';

//   a ── b ─▶ a      c ── d ── e ─▶ c      f ─▶ f
const threeLoops = 'a > b > a; c > d > e > c; f > f';

//           ┌ big ──── b ──┐
//   a ── route             d ── e
//           └ small ── c ──┘
const routed = 'a > route; route:big > b > d > e; route:small > c > d';

describe('order', () => {
  it.each([
    ['a > b > c', 'a b c'],
    ['c > b > a', 'c b a'],
    [diamond, 'a b c d e'],
    [twoFlows, 'a b c x y'],
    ['z > a; y > b', 'y b z a'],
    [loop, 'a b c d'],
    ['', ''],
  ])('of %s is %s', (drawing, expected) => {
    expect(order(index(drawing)).join(' ')).toBe(expected);
  });

  it('puts every node behind all it depends on and does not hang on the order of drawing', () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const lines = pairs.filter(([a, b]) => a < b).map(([a, b]) => `n${a} > n${b}`);
        const placed = order(index(lines.join(';')));
        for (const edge of draw(lines.join(';')).edges)
          expect(placed.indexOf(edge.from.node)).toBeLessThan(placed.indexOf(edge.to.node));
        expect(order(index([...lines].reverse().join(';')))).toEqual(placed);
      }),
    );
  });

  it('places 2,000 nodes in a row', () => {
    const row = Array.from({ length: 2000 }, (_, at) => `n${at}`);
    expect(order(index(row.join(' > ')))).toEqual(row);
  });
});

describe('reach', () => {
  it.each([
    [diamond, 'b', 'd e', 'a'],
    [diamond, 'd', 'e', 'a b c'],
    [twoFlows, 'a', 'b c', ''],
    [loop, 'c', 'b c d', 'a b c'],
    [routed, 'route', 'b c d e', 'a'],
    [twoFlows, 'nowhere', '', ''],
  ])('in %s of %s is %s downstream and %s upstream', (drawing, from, below, above) => {
    expect([...downstream(index(drawing), [from])].sort().join(' ')).toBe(below);
    expect([...upstream(index(drawing), [from])].sort().join(' ')).toBe(above);
  });

  it('of several nodes is all of it', () => {
    expect([...downstream(index(twoFlows), ['b', 'x'])].sort()).toEqual(['c', 'y']);
  });
});

describe('roots and joins', () => {
  it.each([
    [diamond, 'a', 'd'],
    [twoFlows, 'a x', ''],
    [loop, 'a', 'b'],
    [routed, 'a', 'd'],
    ['route:big > b; route:small > b', 'route', ''],
  ])('of %s are %s and %s', (drawing, starts, meets) => {
    expect(roots(index(drawing)).join(' ')).toBe(starts);
    expect(joins(index(drawing)).join(' ')).toBe(meets);
  });
});

describe('dead branches', () => {
  it.each([
    [routed, ['route-big-b'], 'b', 'b-d route-big-b'],
    [routed, ['route-big-b', 'route-small-c'], 'b c d e', 'b-d c-d d-e route-big-b route-small-c'],
    [routed, ['b-d'], '', 'b-d'],
    [diamond, [], '', ''],
    [twoFlows, ['a-b'], 'b c', 'a-b b-c'],
  ])('of %s with %s closed are %s', (drawing, closed, nodes, edges) => {
    const dead = deadBranches(index(drawing), (edge) => closed.includes(edge.id));
    expect([...dead.nodes].sort().join(' ')).toBe(nodes);
    expect([...dead.edges].sort().join(' ')).toBe(edges);
  });
});

describe('cycles', () => {
  it.each([
    [diamond, []],
    [loop, ['b c b']],
    [threeLoops, ['a b a', 'c d e c', 'f f']],
    ['a > b > c > a; b > a', ['a b a']],
    ['x > a; a > b > a; b > tail > tail-2', ['a b a']],
  ])('of %s are named, one for each knot', (drawing, expected) => {
    expect(findCycles(index(drawing)).map((cycle) => cycle.join(' '))).toEqual(expected);
    expect(findCycle(index(drawing))?.join(' ')).toBe(expected[0]);
  });
});

describe('paths', () => {
  it.each([
    [diamond, 'a', 'e', 'a b d e'],
    [diamond, 'e', 'a', undefined],
    [loop, 'c', 'b', 'c b'],
    [loop, 'a', 'a', 'a'],
  ])('in %s from %s to %s is %s', (drawing, from, to, expected) => {
    expect(findPath(index(drawing), from, to)?.join(' ')).toBe(expected);
  });
});

describe('the index', () => {
  it('finds edges by node and by port', () => {
    const ready = index(routed);
    expect(edgesFrom(ready, 'route').map((edge) => edge.id)).toEqual(['route-big-b', 'route-small-c']);
    expect(edgesFrom(ready, 'route', 'small').map((edge) => edge.id)).toEqual(['route-small-c']);
    expect(edgesTo(ready, 'd', 'in').map((edge) => edge.from.node)).toEqual(['b', 'c']);
    expect(edgesTo(ready, 'd', 'other')).toEqual([]);
    expect(edgesFrom(ready, 'nowhere')).toEqual([]);
  });

  it('leaves out edges whose ends are missing', () => {
    const broken = draw('a > b > c');
    const ready = indexGraph({ nodes: broken.nodes.filter((node) => node.id !== 'b'), edges: broken.edges });
    expect(order(ready)).toEqual(['a', 'c']);
    expect(roots(ready)).toEqual(['a', 'c']);
  });
});
