import { describe, expect, it } from 'vitest';
import type { Flow } from '#flow/flow.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { spokesBetween } from '../shapes/spokes.ts';
import { cut, thumbnailLayout } from './thumbnail-layout.ts';

const box = { width: 276, height: 108 };

function placed(drawing: string, positions: Record<string, { x: number; y: number }>): Flow {
  const flow = draw(drawing);
  return { ...flow, drawing: { ...flow.drawing, positions } };
}

const chain = placed('order > map > invoice', {
  order: { x: 100, y: 200 },
  map: { x: 404, y: 204 },
  invoice: { x: 684, y: 200 },
});

describe('a thumbnail', () => {
  it('keeps everything inside the box, in the order of the drawing', () => {
    const { nodes } = thumbnailLayout(chain, testCatalog, box);
    expect(nodes.map((node) => node.id)).toEqual(['order', 'map', 'invoice']);
    for (const node of nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.x + node.width).toBeLessThanOrEqual(box.width);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.y + node.height).toBeLessThanOrEqual(box.height);
    }
    expect(nodes[1]?.x).toBeGreaterThan((nodes[0]?.x ?? 0) + (nodes[0]?.width ?? 0));
  });

  it('names systems inside and transforms below', () => {
    const { nodes } = thumbnailLayout(chain, testCatalog, box);
    expect(nodes.map(({ label, labelBelow }) => [label, labelBelow])).toEqual([
      ['Shopify', false],
      ['Map', true],
      ['Xero', false],
    ]);
  });

  it('draws an edge for every edge that has both ends, and marks error routes', () => {
    const flow = placed('order > map; map:error > report', {});
    const { edges } = thumbnailLayout(flow, testCatalog, box);
    expect(edges.map(({ id, error }) => [id, error])).toEqual([
      ['order-map', false],
      ['map-error-report', true],
    ]);
    expect(edges.every((edge) => /^M[-\d.]+ [-\d.]+L/.test(edge.path))).toBe(true);
  });

  it('is not blown up when there is only one node', () => {
    const { nodes } = thumbnailLayout(placed('order', { order: { x: 5000, y: -900 } }), testCatalog, box);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.width).toBeLessThan(80);
    expect(nodes[0]?.x).toBeCloseTo((276 - (nodes[0]?.width ?? 0)) / 2);
  });

  it('is empty for an empty flow', () => {
    expect(thumbnailLayout(draw(''), testCatalog, box)).toEqual({ nodes: [], edges: [] });
  });
});

describe('the spokes of a hub', () => {
  it('point at what it meets, the error route left aside', () => {
    const flow = draw('order > hub > invoice; hub:error > report');
    const at: Record<string, { x: number; y: number }> = {
      hub: { x: 0, y: 0 },
      order: { x: -10, y: 0 },
      invoice: { x: 0, y: 10 },
      report: { x: 10, y: 0 },
    };
    expect(spokesBetween(flow, 'hub', (id) => at[id])).toEqual([Math.PI, Math.PI / 2]);
  });
});

describe('words that do not fit', () => {
  it.each([
    ['Shopify', 9, 'Shopify'],
    ['Order to invoice', 9, 'Order to…'],
    ['Warehouse', 3, ''],
  ])('%s in %d letters is “%s”', (words, letters, short) => {
    expect(cut(words, letters)).toBe(short);
  });
});
