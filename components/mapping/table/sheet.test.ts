import { describe, expect, it } from 'vitest';
import { readSheet, unguarded, writeCsv } from './sheet.ts';

describe('a block out of a spreadsheet', () => {
  it.each([
    [
      'a\tb\nc\td\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a\tb, c\r\n\r\nd\t\r\n',
      [
        ['a', 'b, c'],
        ['d', ''],
      ],
    ],
    [
      'a,b\nc,"d ""e"", f"',
      [
        ['a', 'b'],
        ['c', 'd "e", f'],
      ],
    ],
    [
      'a;1,5\nb;2,5',
      [
        ['a', '1,5'],
        ['b', '2,5'],
      ],
    ],
    ['"two\nlines"\tb', [['two\nlines', 'b']]],
    ['a,"never closed', [['a', 'never closed']]],
    ['\uFEFFa,b', [['a', 'b']]],
    ['', []],
  ])('%j is read cell by cell', (text, cells) => {
    expect(readSheet(text)).toEqual(cells);
  });

  it('is the same after writing and reading, formulas, quotes and breaks included', () => {
    const rows = [
      ['Target', 'Rule', 'Note'],
      ['=1+1', "'quoted", '-5'],
      ['-a', '"x", y\nz', ' spaces '],
      ['@cmd', '\ttab', '+'],
    ];
    const text = writeCsv(rows);
    expect(readSheet(text).map((row) => row.map(unguarded))).toEqual(rows);
  });

  it('holds no cell that a spreadsheet would compute', () => {
    expect(writeCsv([['=HYPERLINK("x")', '-5']])).toBe('"\'=HYPERLINK(""x"")",-5\r\n');
  });
});
