import { describe, expect, it } from 'vitest';
import { type KeyRow, treeMove } from './tree-keys.ts';

/*
 * order            open
 *   name
 *   customer       open
 *     email
 *   lines          closed
 */
const row = (key: string, depth: number, state?: 'open' | 'closed'): KeyRow => ({
  key,
  depth,
  isExpandable: state !== undefined,
  isExpanded: state === 'open',
});
const rows = [
  row('order', 0, 'open'),
  row('name', 1),
  row('customer', 1, 'open'),
  row('email', 2),
  row('lines', 1, 'closed'),
];

describe('arrow keys in a tree', () => {
  it.each([
    ['name', 'ArrowDown', { do: 'focus', key: 'customer' }],
    ['name', 'ArrowUp', { do: 'focus', key: 'order' }],
    ['order', 'ArrowUp', undefined],
    ['lines', 'ArrowDown', undefined],
    [undefined, 'ArrowDown', { do: 'focus', key: 'order' }],
    [undefined, 'ArrowUp', { do: 'focus', key: 'order' }],
    ['name', 'End', { do: 'focus', key: 'lines' }],
    ['email', 'Home', { do: 'focus', key: 'order' }],
    ['name', 'PageDown', { do: 'focus', key: 'lines' }],
    ['lines', 'ArrowRight', { do: 'expand', key: 'lines' }],
    ['customer', 'ArrowRight', { do: 'focus', key: 'email' }],
    ['email', 'ArrowRight', undefined],
    ['customer', 'ArrowLeft', { do: 'collapse', key: 'customer' }],
    ['email', 'ArrowLeft', { do: 'focus', key: 'customer' }],
    ['lines', 'ArrowLeft', { do: 'focus', key: 'order' }],
    ['name', 'x', undefined],
  ] as const)('from %s, %s does %j', (focused, pressed, move) => {
    expect(treeMove(rows, focused, pressed)).toEqual(move);
  });
});
