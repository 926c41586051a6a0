import type { Point } from '#flow/edit.ts';
import type { Frame } from '../shapes/node-frame.ts';

const grid = 8;
const step = 32;
/** Kept clear around a node, so that an edge finds a way. */
const clear = 24;

/** The first place at or below `wanted` where a node of this size touches no other; on the grid. */
export function freePlace(wanted: Point, frame: Frame, taken: (Point & Frame)[]): Point {
  const at = settled(wanted, frame);
  while (taken.some((other) => touches({ ...at, ...frame }, other))) at.y += step;
  return at;
}

export const snapped = (length: number): number => Math.round(length / grid) * grid;

/**
 * The place on the grid for a node: its left edge and its middle lie on lines, so that nodes of different heights can be joined
 * by a straight edge.
 */
export function settled(at: Point, { height }: { height: number }): Point {
  return { x: snapped(at.x), y: snapped(at.y + height / 2) - height / 2 };
}

function touches(a: Point & Frame, b: Point & Frame): boolean {
  return (
    a.x < b.x + b.width + clear &&
    b.x < a.x + a.width + clear &&
    a.y < b.y + b.height + clear &&
    b.y < a.y + a.height + clear
  );
}
