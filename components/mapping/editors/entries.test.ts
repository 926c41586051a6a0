import { describe, expect, it } from 'vitest';
import { withPastedEntries, withValuesOf } from './entries.ts';

describe('a lookup table', () => {
  it('takes two columns of a spreadsheet, and numbers as numbers', () => {
    expect(withPastedEntries([], 'Drinkware\t4000\nBoots\t"4100"\n')).toEqual([
      { in: 'Drinkware', out: 4000 },
      { in: 'Boots', out: 4100 },
    ]);
  });

  it('has each value once: what is pasted later counts', () => {
    const before = [
      { in: 7, out: 'a' },
      { in: 'x', out: 'b' },
    ];
    expect(withPastedEntries(before, '7\tc')).toEqual([
      { in: 7, out: 'c' },
      { in: 'x', out: 'b' },
    ]);
  });

  it('gets a line for every value of the samples that it lacks', () => {
    const bodies = [
      { lines: [{ type: 'a' }, { type: 'b' }, { type: null }] },
      { lines: [{ type: 'b' }, { type: 'c' }] },
    ];
    expect(withValuesOf([{ in: 'a', out: '1' }], bodies, ['lines', '[]', 'type'])).toEqual([
      { in: 'a', out: '1' },
      { in: 'b', out: '' },
      { in: 'c', out: '' },
    ]);
  });
});
