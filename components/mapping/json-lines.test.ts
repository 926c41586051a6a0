import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';

const text = (lines: JsonLine[]) =>
  lines.map(({ indent, name, text }) => `${'  '.repeat(indent)}${name ? `${name}: ` : ''}${text}`).join('\n');

describe('JSON line by line', () => {
  it('prints what a parser reads back', () => {
    const value = { b: [1, { c: 'x, "y"' }, []], a: null, e: {}, big: new Decimal('123456789012345678901') };
    expect(parseJson(text(jsonLines(value)))).toEqual(value);
  });

  it('puts fields in the order of the schema, others after them by name', () => {
    const schema = { type: 'object', properties: { Type: {}, Date: {} } } as const;
    expect(text(jsonLines({ z: 1, a: 2, Date: 3, Type: 4 }, schema))).toBe(
      '{\n  "Type": 4,\n  "Date": 3,\n  "a": 2,\n  "z": 1\n}',
    );
  });

  it('names the place of every line', () => {
    const lines = jsonLines({ Lines: [{ Code: 'a' }, { Code: 'b' }] });
    expect(lines.find((line) => line.text === '"b"')?.path).toBe('Lines[1].Code');
  });

  it('says missing where a wanted field is not, and only there', () => {
    const schema = { properties: { Lines: { items: { properties: { Code: {}, Tax: {} } } } } };
    const lines = jsonLines({ Lines: [{ Tax: 1 }, { Code: 'b', Tax: 2 }] }, schema, ['Lines[0].Code', 'Lines[1].Code']);
    expect(lines.filter((line) => line.isAbsent).map((line) => line.path)).toEqual(['Lines[0].Code']);
    expect(text(lines)).toContain('{\n      "Code": missing,\n      "Tax": 1\n    }');
  });

  it('shows an empty object that misses a field as one that misses it', () => {
    expect(text(jsonLines({}, undefined, ['Name']))).toBe('{\n  "Name": missing\n}');
  });
});
