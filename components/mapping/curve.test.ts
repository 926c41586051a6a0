import { describe, expect, it } from 'vitest';
import { curvePath, curveY, nearestCurve } from './curve.ts';

const curve = { x1: 0, y1: 10, x2: 200, y2: 110 };

describe('curve', () => {
  it('leaves and arrives level, bending half way', () => {
    expect(curvePath(curve)).toBe('M0 10C100 10 100 110 200 110');
    expect(curvePath(curve, 2)).toBe('M0 12C100 12 100 112 200 112');
  });

  it('knows its height at its ends, in its middle, and beyond its ends', () => {
    expect(curveY(curve, 0)).toBeCloseTo(10, 3);
    expect(curveY(curve, 100)).toBeCloseTo(60, 3);
    expect(curveY(curve, 200)).toBeCloseTo(110, 3);
    expect(curveY(curve, 400)).toBeCloseTo(110, 3);
  });

  it('finds the nearest of several curves, and none out of reach', () => {
    const flat = { x1: 0, y1: 50, x2: 200, y2: 50 };
    expect(nearestCurve([curve, flat], 10, 12, 6)).toBe(curve);
    expect(nearestCurve([curve, flat], 10, 48, 6)).toBe(flat);
    expect(nearestCurve([curve, flat], 10, 30, 6)).toBeUndefined();
  });
});
