import { describe, expect, it } from 'vitest';
import { hiddenLines, type Line, type Listed, rollUp } from './roll-up.ts';

const parentOf = (key: string) => (key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : undefined);
const listed = (...keys: string[]): Listed => ({ index: new Map(keys.map((key, index) => [key, index])), parentOf });
const line = (row: string, source: string, target: string, more: Partial<Line> = {}): Line => ({
  row,
  source,
  target,
  isLoop: false,
  state: 'quiet',
  ...more,
});

const lines = [
  line('name', 'order.name', 'invoice.number'),
  line('first', 'order.customer.first', 'invoice.contact.name', { state: 'lossy' }),
  line('last', 'order.customer.last', 'invoice.contact.name', { state: 'error' }),
];

describe('lines between two trees', () => {
  it('runs from row to row where both ends are listed', () => {
    const source = listed('order', 'order.name', 'order.customer', 'order.customer.first', 'order.customer.last');
    const target = listed('invoice', 'invoice.number', 'invoice.contact', 'invoice.contact.name');
    expect(rollUp(lines, source, target).map(({ source, target }) => [source, target])).toEqual([
      [1, 1],
      [3, 3],
      [4, 3],
    ]);
  });

  it('rolls ends under a collapsed field up to it, as one line in the gravest state', () => {
    const source = listed('order', 'order.name', 'order.customer');
    const target = listed('invoice', 'invoice.number', 'invoice.contact', 'invoice.contact.name');
    expect(rollUp(lines, source, target)).toEqual([
      { source: 1, target: 1, rows: ['name'], isLoop: false, state: 'quiet', isRolledUp: false },
      { source: 2, target: 3, rows: ['first', 'last'], isLoop: false, state: 'error', isRolledUp: true },
    ]);
    expect(hiddenLines(lines, 'source', source)).toEqual(new Map([['order.customer', 2]]));
    expect(hiddenLines(lines, 'target', target)).toEqual(new Map());
  });

  it('rolls up as far as it must, and leaves out what belongs nowhere', () => {
    const drawn = rollUp([...lines, line('lost', 'gone.away', 'invoice.number')], listed('order'), listed('invoice'));
    expect(drawn).toHaveLength(1);
    expect(drawn[0]?.rows).toEqual(['name', 'first', 'last']);
  });

  it('keeps a loop and a field between the same rows apart', () => {
    const both = [line('loop', 'a', 'b', { isLoop: true }), line('field', 'a', 'b')];
    expect(rollUp(both, listed('a'), listed('b')).map((drawn) => drawn.isLoop)).toEqual([true, false]);
  });
});
