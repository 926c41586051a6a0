import { describe, expect, it } from 'vitest';
import type { Port } from '#flow/catalog.ts';
import { anchorsOf, frameOf } from './node-frame.ts';

const ports = (...ids: string[]): Port[] => ids.map((id) => ({ id, label: id }));

describe('the frame of a node', () => {
  it('has the size of the node sheet while there is one port a side', () => {
    expect(frameOf('system')).toEqual({ width: 224, height: 64 });
    expect(frameOf('hub')).toEqual({ width: 112, height: 112 });
  });

  it('grows on the 8 px grid so that many ports keep their distance', () => {
    const frame = frameOf('router', 5);
    expect(frame.height % 8).toBe(0);
    const right = anchorsOf('router', frame, { inputs: ports('in'), outputs: ports('a', 'b', 'c', 'd', 'e') });
    const heights = right.filter((anchor) => anchor.side === 'right').map((anchor) => anchor.y);
    expect(heights.slice(1).map((y, index) => y - (heights[index] ?? 0))).toEqual([20, 20, 20, 20]);
    expect(heights.every((y) => y > 0 && y < frame.height)).toBe(true);
  });
});

describe('the ports of a node', () => {
  it('meet the outline: inside the notch of a transform, on the tip of a router', () => {
    const one = { inputs: ports('in'), outputs: ports('out') };
    expect(anchorsOf('transform', frameOf('transform'), one)).toMatchObject([
      { port: 'in', side: 'left', x: 10, y: 28 },
      { port: 'out', side: 'right', x: 190, y: 28 },
    ]);
    expect(anchorsOf('router', frameOf('router'), one)).toMatchObject([{ x: 0 }, { x: 184 }]);
  });

  it('put the error route at the foot', () => {
    const anchors = anchorsOf('system', frameOf('system'), { inputs: ports('in'), outputs: ports('out', 'error') });
    expect(anchors.at(-1)).toEqual({ port: 'error', kind: 'output', side: 'bottom', x: 184, y: 64 });
  });

  it('leave a start on its straight side', () => {
    expect(anchorsOf('start', frameOf('start'), { inputs: [], outputs: ports('out') })).toMatchObject([{ x: 168 }]);
  });
});
