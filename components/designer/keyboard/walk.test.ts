import { describe, expect, it } from 'vitest';
import type { Flow } from '#flow/flow.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { faceOf } from '../shapes/node-face.ts';
import { nodeLabel } from './node-label.ts';
import { along, neighbour, readingOrder } from './walk.ts';

//            ┌─ invoice        y 0
//  order ── route
//            └─ customer ── report   y 100
const flow: Flow = {
  ...draw('order > route; route:big > invoice; route:otherwise > customer > report', {
    route: { config: { rules: [{ port: 'big', label: 'Big orders' }] } },
  }),
  drawing: {
    positions: {
      order: { x: 0, y: 50 },
      route: { x: 200, y: 50 },
      invoice: { x: 400, y: 0 },
      customer: { x: 400, y: 100 },
      report: { x: 600, y: 100 },
    },
    groups: [],
    notes: [],
  },
};

describe('walking the canvas with the arrow keys', () => {
  it('reads as messages travel, then from top to bottom', () => {
    expect(readingOrder(flow)).toEqual(['order', 'route', 'invoice', 'customer', 'report']);
  });

  it.each([
    ['order', 'right', 'route'],
    ['route', 'right', 'invoice'],
    ['customer', 'left', 'route'],
    ['invoice', 'down', 'customer'],
    ['customer', 'up', 'invoice'],
    ['invoice', 'up', undefined],
    ['order', 'left', undefined],
    ['report', 'right', undefined],
  ] as const)('from %s to the %s is %s', (from, direction, to) => {
    expect(neighbour(flow, from, direction)).toBe(to);
  });

  it('follows messages down and up the stream', () => {
    expect(along(flow, 'customer', 'downstream')).toEqual(['customer', 'report']);
    expect(along(flow, 'customer', 'upstream')).toEqual(['customer', 'route', 'order']);
  });
});

describe('what a reader hears of a node', () => {
  const said = (id: string, trouble: 'error' | null = null) => {
    const node = flow.nodes.find((candidate) => candidate.id === id);
    if (!node) throw new Error(`No node ${id}.`);
    return nodeLabel(flow, faceOf(node, testCatalog, flow.edges), trouble);
  };

  it('is its name, kind and neighbours', () => {
    expect(said('order')).toBe('Order, system, 1 out to Route');
    expect(said('route')).toBe('Route, router, 1 in from Order, 2 out to Invoice and Customer');
    expect(said('invoice', 'error')).toBe('Invoice, system, 1 in from Route, nothing out, has errors');
  });
});
