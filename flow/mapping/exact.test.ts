import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { exactOf, numberIn, numberOf, sumIn, sumOf } from './exact.ts';

const amount: fc.Arbitrary<Json> = fc.oneof(
  fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 12 }))
    .map(([units, places]) => new Decimal(units).div(10 ** places).toFixed()),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    '0.10',
    '-0',
    '-0.00',
    ' 12.50 ',
    '5.',
    '.5',
    '+3',
    '1e3',
    '999999999999999',
    '9999999999999999',
    '0.1',
  ),
  fc.constantFrom('12,50', '', '-', '1.2.3', '--1', '٣').map((text): Json => text),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
);

const digits = (value: number | Decimal | undefined): string | undefined =>
  value === undefined ? undefined : new Decimal(value).toString();

describe('a number in a text', () => {
  it('is the same read quickly and by the decimal library', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const exact = exactOf(value);
        const slow = exact && numberOf(exact);
        expect(digits(numberIn(value))).toBe(digits(slow));
        expect(typeof numberIn(value)).toBe(typeof slow);
      }),
      { numRuns: 2000 },
    );
  });

  it('adds up to the last digit, and the first that is none is named', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 6 }), (values) => {
        const exact = values.map(exactOf);
        const wrong = exact.indexOf(undefined);
        const found = sumIn(values);
        if (wrong !== -1) expect(found).toEqual({ wrong });
        else
          expect('sum' in found && digits(found.sum)).toBe(digits(numberOf(sumOf(exact.flatMap((one) => one ?? [])))));
      }),
      { numRuns: 2000 },
    );
    expect(sumIn(['0.1', '0.2'])).toEqual({ sum: 0.3 });
    expect(sumIn(['1e400', 'x'])).toEqual({ wrong: 1 });
  });
});
