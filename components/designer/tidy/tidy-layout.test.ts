import { describe, expect, it } from 'vitest';
import type { Flow } from '#flow/flow.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { faceOf } from '../shapes/node-face.ts';
import { tidyLayout } from './tidy-layout.ts';

const framesOf = (flow: Flow) =>
  new Map(flow.nodes.map((node) => [node.id, faceOf(node, testCatalog, flow.edges).frame]));

//  order ── route ─ big ─ invoice
//              └ otherwise ─ customer
const flow: Flow = {
  ...draw('order > route; route:big > invoice; route:otherwise > customer', {
    route: { config: { rules: [{ port: 'big', label: 'Big' }] } },
  }),
  drawing: {
    positions: {
      order: { x: 500, y: 300 },
      route: { x: 120, y: 84 },
      invoice: { x: 0, y: 900 },
      customer: { x: 33, y: 33 },
    },
    groups: [],
    notes: [],
  },
};

describe('tidying', () => {
  const places = tidyLayout(flow, framesOf(flow));

  it('puts nodes in columns as messages travel, without overlap', () => {
    expect(places.order!.x + 224).toBeLessThan(places.route!.x);
    expect(places.route!.x + 184).toBeLessThan(places.invoice!.x);
    expect(places.invoice!.x).toBe(places.customer!.x);
    expect(Math.abs(places.invoice!.y - places.customer!.y)).toBeGreaterThanOrEqual(64 + 40);
  });

  it('keeps the top left corner and stays on the grid', () => {
    const all = Object.values(places);
    expect(Math.min(...all.map(({ x }) => x))).toBe(0);
    expect(Math.min(...all.map(({ y }) => y))).toBe(32);
    expect(all.every(({ x, y }) => x % 8 === 0 && y % 8 === 0)).toBe(true);
  });

  it('changes nothing the second time', () => {
    const tidied = { ...flow, drawing: { ...flow.drawing, positions: places } };
    expect(tidyLayout(tidied, framesOf(flow))).toEqual(places);
  });

  it('tidies only the selection when there is one', () => {
    expect(Object.keys(tidyLayout(flow, framesOf(flow), ['order', 'route'])).sort()).toEqual(['order', 'route']);
    expect(Object.keys(tidyLayout(flow, framesOf(flow), ['order']))).toHaveLength(4);
    expect(tidyLayout(draw(''), new Map())).toEqual({});
  });
});
