import type { Flow } from '../flow.ts';

type Order = Flow['settings']['order'];

/** Lanes of a flow that keeps order per key. Fixed for ever: a key must never change its lane while a run of it is live. */
const lanes = 64;

/**
 * What messages must share to be kept in order among each other: their business key, or, where order is strict, anything
 * (the empty key).
 * @returns undefined where no order is kept, and for a message without a key
 */
export function orderKey(order: Order, key: string | undefined): string | undefined {
  if (order === 'none') return undefined;
  return order === 'strict' ? '' : key || undefined;
}

/** The lane of an order key: the same in every process, for ever. `s` keeps strict order, `k0` to `k63` order per key. */
export function laneOf(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  return key === '' ? 's' : `k${hash(key) % lanes}`;
}

/**
 * A lane of a step's own backlog, of which so many run at once: `put#2`, or, where order is kept, `put#k2` or `put#s`.
 * @param id of a message, which spreads what has no order
 */
export function backlogLane(node: string, atOnce: number, key: string | undefined, id: string): string {
  if (key === '') return `${node}#s`;
  return key === undefined ? `${node}#${hash(id) % atOnce}` : `${node}#k${hash(key) % atOnce}`;
}

/** Which order the runs of a lane keep. */
export function orderOf(lane: string | undefined): Order {
  const kind = lane?.slice(lane.indexOf('#') + 1)[0];
  return kind === 's' ? 'strict' : kind === 'k' ? 'per-key' : 'none';
}

/** FNV-1a over the UTF-16 units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
