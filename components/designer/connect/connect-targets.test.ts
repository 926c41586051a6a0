import { describe, expect, it } from 'vitest';
import type { Flow } from '#flow/flow.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { faceOf } from '../shapes/node-face.ts';
import { connectTargets } from './connect-targets.ts';

//  order ── map      invoice (near)   customer (far)
const flow: Flow = {
  ...draw('order > map; invoice; customer'),
  drawing: {
    positions: {
      order: { x: 0, y: 0 },
      map: { x: 300, y: 0 },
      invoice: { x: 600, y: 0 },
      customer: { x: 600, y: 400 },
    },
    groups: [],
    notes: [],
  },
};
const faces = new Map(flow.nodes.map((node) => [node.id, faceOf(node, testCatalog, flow.edges)]));
const found = (node: string, direction: 'downstream' | 'upstream', of = flow) =>
  connectTargets(of, testCatalog, faces, node, direction).map(
    ({ node, from, to }) => `${node} ${from.port}>${to.port}`,
  );

describe('connecting by keyboard', () => {
  it('offers only nodes that may be joined, the nearest first', () => {
    expect(found('map', 'downstream')).toEqual(['invoice out>in', 'customer out>in']);
  });

  it('never offers what would close a circle or lead into a trigger', () => {
    expect(found('invoice', 'downstream')).toEqual(['map out>in', 'customer out>in']);
    expect(found('order', 'upstream')).toEqual([]);
  });

  it('offers the sources of a node the other way round', () => {
    expect(found('invoice', 'upstream')).toEqual(['map out>in', 'customer out>in', 'order out>in']);
  });

  it('puts error routes last', () => {
    const joined = draw('order > map > invoice; customer');
    const joinedFaces = new Map(joined.nodes.map((node) => [node.id, faceOf(node, testCatalog, joined.edges)]));
    const targets = connectTargets(joined, testCatalog, joinedFaces, 'map', 'downstream');
    expect(targets.map(({ node, from }) => `${node} ${from.port}`)).toEqual(['customer out', 'invoice error']);
  });

  it('takes a port that leads nowhere yet before one that does', () => {
    const routed = draw('order > route; route:big > invoice; customer', {
      route: { config: { rules: [{ port: 'big' }] } },
    });
    const routedFaces = new Map(routed.nodes.map((node) => [node.id, faceOf(node, testCatalog, routed.edges)]));
    const [first] = connectTargets(routed, testCatalog, routedFaces, 'route', 'downstream');
    expect(first?.from).toEqual({ node: 'route', port: 'otherwise' });
  });
});
