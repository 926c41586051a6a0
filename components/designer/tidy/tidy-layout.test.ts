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

  it('keeps the top left corner, with left edges and middles on the grid', () => {
    const frames = framesOf(flow);
    const all = Object.entries(places).map(([id, { x, y }]) => ({ x, middle: y + frames.get(id)!.height / 2 }));
    expect(Math.min(...all.map(({ x }) => x))).toBe(0);
    expect(Math.min(...all.map(({ middle }) => middle))).toBe(64);
    expect(all.every(({ x, middle }) => x % 8 === 0 && middle % 8 === 0)).toBe(true);
  });

  it('levels a high and a low node in a row', () => {
    const row = draw('order > map > invoice');
    const level = tidyLayout(row, framesOf(row));
    expect([level.order!.y + 32, level.map!.y + 28, level.invoice!.y + 32]).toEqual(
      [32, 32, 32].map((y) => y + level.order!.y),
    );
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
