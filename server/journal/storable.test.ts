import { describe, expect, it } from 'vitest';
import { storable, storableJson } from './storable.ts';

const cases = [
  ['plain, quoted "text" and a \\ backslash', 'plain, quoted "text" and a \\ backslash'],
  ['a whole pair 😀', 'a whole pair 😀'],
  ['NUL \0\0 inside', 'NUL \ufffd\ufffd inside'],
  ['cut \ud83d', 'cut \ufffd'],
  ['cut \ude00 the other way', 'cut \ufffd the other way'],
  ['an escape as text: \\u0000 \\\\ud83d', 'an escape as text: \\u0000 \\\\ud83d'],
  ['both: \\\0', 'both: \\\ufffd'],
  ['other control \u0001', 'other control \u0001'],
] as const;

describe('text for the database', () => {
  it.each(cases)('of %j is %j, as text and within JSON', (text, stored) => {
    expect(storable(text)).toBe(stored);
    expect(JSON.parse(storableJson({ words: [text] }))).toEqual({ words: [stored] });
  });
});
