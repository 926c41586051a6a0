import { describe, expect, it } from 'vitest';
import { jsonLines, shows } from './json-lines.ts';

const written = (text: string) =>
  jsonLines(text).map((line) => `${'  '.repeat(line.depth)}${line.key === null ? '' : `"${line.key}": `}${line.text}`);

describe('jsonLines', () => {
  it('indents as JSON.stringify does', () => {
    const value = { a: 1, b: { c: [], d: [1, { e: null }] }, f: {}, g: 'x"y' };
    expect(written(JSON.stringify(value)).join('\n')).toBe(JSON.stringify(value, null, 2));
  });

  it('keeps digits a double would lose', () => {
    expect(written('{"id":9007199254740993,"price":0.12345678901234567890}')).toEqual([
      '{',
      '  "id": 9007199254740993,',
      '  "price": 0.1234567890123456789',
      '}',
    ]);
  });

  it('shows a text that is no JSON as it came', () => {
    expect(written('<html>\nno')).toEqual(['<html>', 'no']);
  });

  it('finds the lines of a field, one by index or all', () => {
    const lines = jsonLines('{"LineItems":[{"AccountCode":"200"},{"AccountCode":"4010"}],"Total":1}');
    const found = (field: string) => lines.filter((line) => shows(line, field)).map((line) => line.text);
    expect(found('LineItems[1].AccountCode')).toEqual(['"4010"']);
    expect(found('LineItems[].AccountCode')).toEqual(['"200"', '"4010"']);
    expect(found('Total')).toEqual(['1']);
    expect(found('AccountCode')).toEqual([]);
  });
});
