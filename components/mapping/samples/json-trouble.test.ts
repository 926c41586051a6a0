import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTrouble } from './json-trouble.ts';

describe('what is wrong with a pasted text', () => {
  it.each([
    ['', 1, 1, 'the text ends where a value should be'],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3, '“b” stands where a name in double quotes should be'],
    ['{"a": 1,}', 1, 9, '“}” stands where a name in double quotes should be'],
    ['[1, 2', 1, 6, 'the text ends where a comma or ] should be'],
    ['[1 2]', 1, 4, '“2” stands where a comma or ] should be'],
    ['{"a" 1}', 1, 6, '“1” stands where a colon should be'],
    ['{"a": }', 1, 7, '“}” stands where a value should be'],
    ["{'a': 1}", 1, 2, "“'” stands where a name in double quotes or } should be"],
    ['{} {}', 1, 4, 'something stands behind the end'],
    ['[01]', 1, 2, '“01” stands where a value or ] should be'],
    ['{"a": "x\ny"}', 1, 7, '“"” stands where a value should be'],
    ['undefined', 1, 1, '“undefined” stands where a value should be'],
  ])('%j: line %i, column %i, %s', (text, line, column, words) => {
    expect(jsonTrouble(text)).toEqual({ line, column, words });
  });

  it('is nothing for any JSON there is', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
        expect(jsonTrouble(JSON.stringify(JSON.parse(text), null, indent))).toBeUndefined();
      }),
    );
  });

  it('agrees with the browser on whether a text is JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:1-.e tnu\\ a\n') }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonTrouble(text) === undefined).toBe(isJson);
      }),
    );
  });
});
