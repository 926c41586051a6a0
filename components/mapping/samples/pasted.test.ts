import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { readPasted } from './pasted.ts';

describe('a pasted text', () => {
  it('is a message, with all its digits', () => {
    expect(readPasted('{"n": 12345678901234567890}', false)).toEqual({
      ok: true,
      bodies: [{ n: new Decimal('12345678901234567890') }],
      left: 0,
    });
  });

  it('is several messages where it is a list and the source is none', () => {
    expect(readPasted('[{"n":1},{"n":2}]', false)).toMatchObject({ bodies: [{ n: 1 }, { n: 2 }] });
    expect(readPasted('[{"n":1},{"n":2}]', true)).toMatchObject({ bodies: [[{ n: 1 }, { n: 2 }]] });
    expect(readPasted(JSON.stringify(Array(60).fill({})), false)).toMatchObject({ left: 10 });
  });

  it.each([
    ['  ', 'Paste the JSON of a message first.'],
    ['[]', 'This list is empty: there is no message in it.'],
    ['{\n "a": 1,\n}', 'Line 3, column 1: “}” stands where a name in double quotes should be.'],
    [`"${'x'.repeat(1_000_000)}"`, 'This is more than 1,000,000 characters: paste a smaller message.'],
  ])('is refused in words: %#', (text, words) => {
    expect(readPasted(text, false)).toEqual({ ok: false, words });
  });
});
