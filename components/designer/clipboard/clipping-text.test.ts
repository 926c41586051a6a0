import { describe, expect, it } from 'vitest';
import { copyNodes } from '#flow/edit.ts';
import { draw } from '#flow/testing/draw.ts';
import { clippingText, cornerOf, readClipping } from './clipping-text.ts';

const flow = draw('order > map > invoice', { invoice: { connection: 'c1', config: { status: 'DRAFT' } } });
const clipping = {
  ...copyNodes(flow, ['map', 'invoice']),
  positions: { map: { x: 8, y: 40 }, invoice: { x: 300, y: 0 } },
};

describe('nodes on the clipboard', () => {
  it('come back as they were, without the connection', () => {
    const back = readClipping(clippingText(clipping));
    expect(back?.nodes.map((node) => [node.id, node.connection, node.config])).toEqual([
      ['map', undefined, {}],
      ['invoice', undefined, { status: 'DRAFT' }],
    ]);
    expect(back?.edges.map((edge) => edge.id)).toEqual(['order-map', 'map-invoice']);
    expect(back && cornerOf(back)).toEqual({ x: 8, y: 0 });
  });

  it('keep the connection within the same flow', () => {
    expect(readClipping(clippingText(clipping, true))?.nodes[1]?.connection).toBe('c1');
  });

  it.each(['', 'hello', '[1]', '{"wheelwright":"clipping","nodes":[]}', '{"nodes":[{"id":"a"}]}'])(
    'are not seen in %j',
    (text) => {
      expect(readClipping(text)).toBeUndefined();
    },
  );
});
