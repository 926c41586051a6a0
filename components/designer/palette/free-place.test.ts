import { describe, expect, it } from 'vitest';
import { freePlace, settled } from './free-place.ts';

const frame = { width: 200, height: 56 };

describe('a free place', () => {
  it('is the wanted one, on the grid, when nothing is there', () => {
    expect(freePlace({ x: 101, y: 43 }, frame, [])).toEqual({ x: 104, y: 44 });
  });

  it('is below what stands there', () => {
    const taken = [
      { x: 0, y: 0, ...frame },
      { x: 100, y: 90, ...frame },
    ];
    const place = freePlace({ x: 0, y: 0 }, frame, taken);
    expect(place.x).toBe(0);
    expect(place.y).toBeGreaterThanOrEqual(90 + 56);
  });
});

describe('the grid', () => {
  it('holds the middle of a node, so that a high and a low one can be level', () => {
    const [high, low] = [settled({ x: 3, y: 101 }, { height: 64 }), settled({ x: 3, y: 105 }, { height: 56 })];
    expect([high.x, high.y + 32, low.y + 28]).toEqual([0, 136, 136]);
  });
});
