import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../json.ts';
import { mappingFunction } from '../functions.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'UTC' };
const call = (name: string, ...values: (string | number)[]): string =>
  stringifyJson(mappingFunction(name)?.call(given, ...values) ?? null);

describe('a number as a country writes it', () => {
  it.each([
    ['1.234,56', 'de-DE', '1234.56'],
    ['1.234', 'de-DE', '1234'],
    ['1.234,50', 'de-AT', '1234.5'],
    ['1 234,50', 'de-AT', '1234.5'],
    ['1.234', 'de-AT', '1234'],
    ["1'234.50", 'de-CH', '1234.5'],
    ['1’234’567.50', 'de-CH', '1234567.5'],
    ['1\u00a0234,5', 'fr-FR', '1234.5'],
    ['1\u202f234\u202f567,5', 'fr-FR', '1234567.5'],
    ['1 234,5', 'fr-FR', '1234.5'],
    ['\u00a012,50\u00a0€\u00a0', 'de-DE', '12.5'],
    ['12,34,567.5', 'en-IN', '1234567.5'],
    ['1,234', 'en-US', '1234'],
    ['−5,5', 'sv-SE', '-5.5'],
    ['€ -5,00', 'de-DE', '-5'],
    ['+12,50', 'de-DE', '12.5'],
    ['12345678901234567890,55', 'de-DE', '12345678901234567890.55'],
    ['007', 'de-DE', '7'],
  ])('%s in %s is %s', (text, locale, number) => {
    expect(call('parseNumber', text, locale)).toBe(number);
  });

  it.each([
    ['12.50', 'de-DE'],
    ['12.5', 'de-DE'],
    ['1234.5', 'de-DE'],
    ['1.234.56', 'de-DE'],
    ['1.23.456', 'fr-FR'],
    ['1234.567', 'de-AT'],
    ['1.234', 'fr-FR'],
    ['12,34', 'en-US'],
    ['1,5', 'en-US'],
    ['1.234,5', 'en-US'],
    ["1.234'567", 'de-DE'],
    ['1,5,0', 'de-DE'],
    ['1 2', 'fr-FR'],
    ['--5', 'de-DE'],
    ['-', 'de-DE'],
    ['1e5', 'de-DE'],
    ['٣', 'ar-EG'],
  ])('%s is none in %s: nothing is guessed', (text, locale) => {
    expect(() => call('parseNumber', text, locale)).toThrow('is no number');
  });

  it('comes back to the last digit from how the same country writes it', () => {
    const locale = fc.constantFrom('de-DE', 'de-AT', 'de-CH', 'fr-FR', 'en-US', 'en-IN', 'sv-SE', 'es-ES', 'pt-PT');
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(6), locale, (units, places, where) => {
        const written = JSON.parse(call('formatDecimal', `${units}e-${places}`, places, where)) as string;
        const read = stringifyJson([mappingFunction('parseNumber')?.call(given, written, where) ?? null]);
        const exact = stringifyJson([
          mappingFunction('clamp')?.call(given, `${units}e-${places}`, '-1e40', '1e40') ?? null,
        ]);
        expect(read).toBe(exact);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });

  it.each([
    ['-0.001', 2, 'de-DE', '"0,00"'],
    ['1234567.5', 2, 'en-IN', '"12,34,567.50"'],
    ['1234567', 0, 'en-IN', '"12,34,567"'],
    ['999.995', 2, 'en-US', '"1,000.00"'],
  ])('%s with %d decimals is written in %s as %s', (number, places, locale, text) => {
    expect(call('formatDecimal', number, places, locale)).toBe(text);
  });

  it('is rounded to nothing without a sign', () => {
    expect([call('formatDecimal', '-0.001', 2), call('roundMoney', '-0.001')]).toEqual(['"0.00"', '"0.00"']);
  });
});

describe('money', () => {
  it('in smallest units keeps digits that a double has no place for, there and back', () => {
    expect(call('minorUnits', '90071992547409.93', 'EUR')).toBe('9007199254740993');
    expect(call('fromMinorUnits', '9007199254740993', 'EUR')).toBe('"90071992547409.93"');
  });

  it('split into parts adds up to what it was', () => {
    const amount = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(4));
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 40 }), ([units, places], parts) => {
        const whole = `${units}e-${places}`;
        const split = mappingFunction('splitMoney')?.call(given, whole, parts) as string[];
        expect(split).toHaveLength(parts);
        expect(call('sumMoney', ...([split] as never[]))).toBe(call('money', whole));
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
    );
  });
});
