import { Decimal } from 'decimal.js';
import { exactOf, moneyText, numberOf, sumOf } from '../exact.ts';
import { quoted } from '../found.ts';
import { define, type MappingFunction } from './define.ts';

const amount = { name: 'amount', type: 'amount' } as const;
const mode = { name: 'mode', type: 'text', optional: true } as const;

/** Amounts go in as texts or numbers and come out as texts with at least two decimals, so that nothing is lost on the way. */
export const moneyFunctions: MappingFunction[] = [
  define({
    name: 'money',
    group: 'money',
    parameters: [amount],
    gives: 'decimal',
    summary: 'The amount as text with at least two decimals, none lost.',
    examples: [
      { code: '$money(12.5)', gives: '12.50' },
      { code: '$money("0.125")', gives: '0.125' },
    ],
    call: ([value]) => moneyText(value),
  }),
  define({
    name: 'sumMoney',
    group: 'money',
    parameters: [{ name: 'amounts', type: 'list' }],
    gives: 'decimal',
    summary: 'The exact sum of texts or numbers; null and nothing are passed over.',
    examples: [
      { code: '$sumMoney(["0.10", 0.2])', gives: '0.30' },
      { code: '$sumMoney([])', gives: '0.00' },
    ],
    call: ([amounts]) => moneyText(sumOf(amounts.filter((value) => value !== null).map(amountOf))),
  }),
  define({
    name: 'subtractMoney',
    group: 'money',
    parameters: [amount, { name: 'less', type: 'amount' }],
    gives: 'decimal',
    summary: 'An amount less another, exactly.',
    examples: [{ code: '$subtractMoney("0.30", 0.1)', gives: '0.20' }],
    call: ([value, less]) => moneyText(value.minus(less)),
  }),
  define({
    name: 'multiplyMoney',
    group: 'money',
    parameters: [amount, { name: 'factor', type: 'amount' }],
    gives: 'decimal',
    summary: 'An amount times a number, such as a quantity, exactly. Round it with $roundMoney.',
    examples: [{ code: '$multiplyMoney("19.99", 3)', gives: '59.97' }],
    call: ([value, factor]) => moneyText(value.times(factor)),
  }),
  define({
    name: 'roundMoney',
    group: 'money',
    parameters: [amount, { name: 'places', type: 'number', optional: true }, mode],
    gives: 'decimal',
    summary: 'Rounds to so many decimals (2): half-up unless another mode is given: half-even, up, down, floor, ceil.',
    examples: [
      { code: '$roundMoney("2.345")', gives: '2.35' },
      { code: '$roundMoney("2.345", 2, "half-even")', gives: '2.34' },
      { code: '$roundMoney("2.341", 1, "up")', gives: '2.40' },
    ],
    call: ([value, places = 2, how = 'half-up']) => moneyText(value.toDecimalPlaces(placesOf(places), modeOf(how))),
  }),
  define({
    name: 'percentOf',
    group: 'money',
    parameters: [amount, { name: 'percent', type: 'amount' }],
    gives: 'decimal',
    summary: 'So many percent of an amount, exactly.',
    examples: [{ code: '$percentOf("89.95", 20)', gives: '17.99' }],
    call: ([value, percent]) => moneyText(value.times(percent).div(100)),
  }),
  define({
    name: 'withoutTax',
    group: 'money',
    parameters: [amount, { name: 'percent', type: 'amount' }, { name: 'places', type: 'number', optional: true }],
    gives: 'decimal',
    summary: 'The net of an amount that includes so many percent of tax, rounded half up to so many decimals (2).',
    examples: [{ code: '$withoutTax("119.00", 19)', gives: '100.00' }],
    call: ([value, percent, places = 2]) => {
      const factor = percent.div(100).plus(1);
      if (factor.isZero()) throw new Error('No amount includes a tax of -100 percent');
      return moneyText(value.div(factor).toDecimalPlaces(placesOf(places), Decimal.ROUND_HALF_UP));
    },
  }),
  define({
    name: 'splitMoney',
    group: 'money',
    parameters: [amount, { name: 'parts', type: 'number' }],
    gives: 'array',
    summary: 'An amount in so many equal parts, to the cent; the first take what does not divide, so that they add up.',
    examples: [
      { code: '$splitMoney("10.00", 3)', gives: ['3.34', '3.33', '3.33'] },
      { code: '$splitMoney("-0.05", 2)', gives: ['-0.03', '-0.02'] },
    ],
    call: ([value, parts]) => inParts(value, Math.floor(parts)),
  }),
  define({
    name: 'minorUnits',
    group: 'money',
    parameters: [amount, { name: 'currency', type: 'text' }],
    gives: 'integer',
    summary: 'An amount in the smallest unit of its currency: cents, yen.',
    examples: [
      { code: '$minorUnits("12.50", "EUR")', gives: 1250 },
      { code: '$minorUnits("1250", "JPY")', gives: 1250 },
    ],
    call: ([value, currency]) => {
      const units = value.times(Decimal.pow(10, decimalsOf(currency)));
      if (!units.isInteger())
        throw new Error(`${value} ${currency} has parts smaller than the currency’s smallest unit`);
      return numberOf(units);
    },
  }),
  define({
    name: 'fromMinorUnits',
    group: 'money',
    parameters: [
      { name: 'units', type: 'amount' },
      { name: 'currency', type: 'text' },
    ],
    gives: 'decimal',
    summary: 'An amount from the smallest unit of its currency.',
    examples: [
      { code: '$fromMinorUnits(1250, "EUR")', gives: '12.50' },
      { code: '$fromMinorUnits(12345, "KWD")', gives: '12.345' },
    ],
    call: ([units, currency]) => moneyText(units.div(Decimal.pow(10, decimalsOf(currency)))),
  }),
];

function amountOf(value: Parameters<typeof exactOf>[0]): Decimal {
  const exact = exactOf(value);
  if (!exact) throw new Error(`${quoted(value)} is not an amount`);
  return exact;
}

const placesOf = (places: number): number => Math.min(20, Math.max(0, Math.floor(places)));

const modes: Record<string, Decimal.Rounding> = {
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
  up: Decimal.ROUND_UP,
  down: Decimal.ROUND_DOWN,
  floor: Decimal.ROUND_FLOOR,
  ceil: Decimal.ROUND_CEIL,
};

function modeOf(name: string): Decimal.Rounding {
  const found = Object.hasOwn(modes, name) ? modes[name] : undefined;
  if (found !== undefined) return found;
  throw new Error(`${quoted(name)} is no way of rounding; there are ${Object.keys(modes).join(', ')}`);
}

const mostParts = 10_000;

function inParts(value: Decimal, parts: number): string[] {
  if (!(parts >= 1 && parts <= mostParts)) throw new Error(`An amount cannot be split into ${parts} parts`);
  const places = Math.max(2, value.decimalPlaces());
  const unit = Decimal.pow(10, -places);
  const units = value.div(unit);
  const each = units.div(parts).trunc();
  const rest = units.minus(each.times(parts));
  const one = Decimal.sign(rest);
  return Array.from({ length: parts }, (_, index) =>
    moneyText(each.plus(rest.abs().greaterThan(index) ? one : 0).times(unit)),
  );
}

/** Decimals of a currency by its ISO code. @throws Error when it has no such form */
function decimalsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    throw new Error(`${quoted(currency)} is no currency; one looks like EUR`);
  }
}
