import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseJson, stringifyJson } from './json.ts';

describe('parseJson', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['0.12345678901234567', '0.12345678901234567'],
    ['1e400', `1${'0'.repeat(400)}`],
  ])('keeps %s as a decimal', (text, digits) => {
    const value = parseJson(text);
    expect(Decimal.isDecimal(value)).toBe(true);
    expect(stringifyJson(value)).toBe(digits);
  });

  it.each([['9007199254740991'], ['0.1'], ['19.90'], ['1e3'], ['-0.5']])('keeps %s as a number', (text) => {
    expect(parseJson(text)).toBe(Number(text));
  });

  it('keeps a hostile exponent as it is written, and refuses one that no decimal holds', () => {
    expect(stringifyJson(parseJson('[1e99999999]'))).toBe('[1e+99999999]');
    expect(() => parseJson('1e99999999999999999')).toThrow('too large');
  });

  it.each([
    ['[1.00000000000000005]'],
    ['{"a":-12345678901234567890}'],
    ['[1, 98765432109876543210]'],
    ['{"a" : 1.5E-400}'],
    ['\n12345678901234567'],
  ])('sees the long number in %s', (text) => {
    expect(JSON.stringify(parseJson(text))).not.toBe(JSON.stringify(JSON.parse(text)));
  });

  it('finds long numbers deep inside and leaves strings alone', () => {
    const text = '{"a":[{"id":12345678901234567890}],"b":"12345678901234567890"}';
    expect(stringifyJson(parseJson(text))).toBe(text);
  });
});

describe('canonicalJson', () => {
  it('gives equal bytes for equal values whatever the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [], c: null } })).toBe('{"a":{"c":null,"d":[]},"b":1}');
    expect(canonicalJson({ a: { c: null, d: [] }, b: 1 })).toBe('{"a":{"c":null,"d":[]},"b":1}');
  });
});
