import { describe, expect, it } from 'vitest';
import { edit } from '#flow/edit.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { additionOf, firstConnection, fits, obviousConnection } from './add-node.ts';
import { noteEntry, paletteEntries } from './palette-entries.ts';

const entry = (id: string) => {
  const found = paletteEntries(testCatalog).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`No entry ${id}.`);
  return found;
};
const shop = { id: 'c1', connector: 'shopify', sandbox: true };
const live = { id: 'c2', connector: 'shopify', sandbox: false };

describe('putting an entry on the canvas', () => {
  const flow = draw('order > invoice');
  const room = { flow, catalog: testCatalog, connections: [shop] };

  it('centres it on the grid and says which id it will have', () => {
    const { change, node } = additionOf(entry('logic.map'), { x: 300, y: 100 }, room);
    const after = edit(flow, change);
    expect(node).toBe('map');
    expect(after.nodes.find((one) => one.id === 'map')).toMatchObject({ operation: 'logic.map', name: 'Map' });
    expect(after.drawing.positions.map).toEqual({ x: 200, y: 76 });
  });

  it('takes the only connection there is', () => {
    expect(additionOf(entry('shopify.get-order'), { x: 0, y: 0 }, room).change).toMatchObject({ connection: 'c1' });
  });

  it('goes into an edge when it is dropped on one', () => {
    const { change } = additionOf(entry('logic.map'), { x: 0, y: 0 }, room, { edge: 'order-invoice' });
    const ways = edit(flow, change).edges.map((edge) => `${edge.from.node}>${edge.to.node}`);
    expect(ways.sort()).toEqual(['map>invoice', 'order>map']);
  });

  it('adds a note as a note', () => {
    const { change, node } = additionOf(noteEntry, { x: 200, y: 100 }, room);
    expect(node).toBeNull();
    expect(edit(flow, change).drawing.notes).toHaveLength(1);
  });
});

describe('the obvious connection', () => {
  it.each([
    [[shop], 'c1'],
    [[shop, live], 'c1'],
    [[live], 'c2'],
    [[live, { ...live, id: 'c3' }], undefined],
    [[], undefined],
  ])('of %j is %s', (connections, chosen) => {
    expect(obviousConnection(testCatalog, 'shopify.order-placed', connections)).toBe(chosen);
  });

  it('is none for what needs no connection', () => {
    expect(obviousConnection(testCatalog, 'logic.map', [shop])).toBeUndefined();
  });
});

describe('what fits where', () => {
  it('offers nothing without an input behind an output, and no note anywhere', () => {
    expect(fits(entry('shopify.order-placed'), { from: { node: 'map', port: 'out' } })).toBe(false);
    expect(fits(entry('xero.create-invoice'), { from: { node: 'map', port: 'out' } })).toBe(true);
    expect(fits(entry('shopify.order-placed'), { to: { node: 'map', port: 'in' } })).toBe(true);
    expect(fits(noteEntry, { edge: 'a-b' })).toBe(false);
  });

  it('finds the first ports that may be joined, or the reason', () => {
    const flow = draw('order > map; invoice');
    const join = (from: string, to: string) =>
      firstConnection(flow, testCatalog, { node: from, ports: ['out', 'error'] }, { node: to, ports: ['in'] });
    expect(join('map', 'invoice')).toEqual({ from: { node: 'map', port: 'out' }, to: { node: 'invoice', port: 'in' } });
    expect(join('map', 'order')).toEqual({ reason: 'This would close a circle: Order → Map → Order.' });
  });
});
