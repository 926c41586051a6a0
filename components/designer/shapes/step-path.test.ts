import { describe, expect, it } from 'vitest';
import { stepPath } from './step-path.ts';

describe('the way of an edge', () => {
  it('is a straight line between two ports at one height', () => {
    expect(stepPath({ x: 0, y: 10 }, { x: 40, y: 10 })).toBe('M0 10L40 10');
  });

  it('turns half way, with rounded corners', () => {
    expect(stepPath({ x: 0, y: 0 }, { x: 40, y: 40 }, 'right', 8)).toBe('M0 0L12 0Q20 0 20 8L20 32Q20 40 28 40L40 40');
  });

  it('goes round when the target lies behind', () => {
    const path = stepPath({ x: 100, y: 0 }, { x: 20, y: 60 });
    expect(path.startsWith('M100 0')).toBe(true);
    expect(path.endsWith('L20 60')).toBe(true);
    expect(path).toContain('116');
  });

  it('leaves the foot downwards', () => {
    expect(stepPath({ x: 10, y: 0 }, { x: 60, y: 50 }, 'bottom', 8)).toBe('M10 0L10 42Q10 50 18 50L60 50');
  });
});
