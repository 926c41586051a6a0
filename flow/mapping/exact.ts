import { Decimal } from 'decimal.js';
import { isNumeric, type Json } from '../json.ts';

/** Enough digits that adding any two numbers within `largestExponent` rounds nothing. */
const Exact = Decimal.clone({ precision: 1000 });
/** Beyond it a number is no amount and no count; writing it out would only fill memory. */
const largestExponent = 400;

const numberText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** The number a value holds, to the last digit: a number, or a text such as `"12.50"`. Anything else: `undefined`. */
export function exactOf(value: Json): Decimal | undefined {
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'string' ? !(text.length <= 500 && numberText.test(text)) : !isNumeric(text)) return undefined;
  const exact = new Exact(text as string | number | Decimal);
  return exact.isFinite() && Math.abs(exact.e) <= largestExponent ? exact : undefined;
}

/** The number a value holds as `parseJson` would read it. `undefined` where it holds none. */
export function numberIn(value: Json): number | Decimal | undefined {
  if (typeof value === 'string') {
    const units = unitsOf(value);
    if (!Number.isNaN(units)) return scaled(units, decimals);
  } else if (typeof value === 'number') return Object.is(value, -0) ? 0 : value;
  const exact = exactOf(value);
  return exact && numberOf(exact);
}

/** The exact sum of values, or the place of the first that is no number. */
export function sumIn(values: Json[]): { sum: number | Decimal } | { wrong: number } {
  let total = 0;
  let places = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    const text = typeof value === 'number' ? String(value) : value;
    const units = typeof text === 'string' ? unitsOf(text) : Number.NaN;
    if (Number.isNaN(units)) return exactSum(values);
    if (decimals > places) {
      total *= tens[decimals - places]!;
      places = decimals;
      total += units;
    } else total += units * tens[places - decimals]!;
    if (Math.abs(total) > safeUnits) return exactSum(values);
  }
  return { sum: scaled(total, places) };
}

function exactSum(values: Json[]): { sum: number | Decimal } | { wrong: number } {
  const amounts: Decimal[] = [];
  for (const [index, value] of values.entries()) {
    const exact = exactOf(value);
    if (!exact) return { wrong: index };
    amounts.push(exact);
  }
  return { sum: numberOf(sumOf(amounts)) };
}

/** Up to 15 digits are whole units below 2^53, and the double next to them is the number that is written. */
const mostDigits = 15;
const safeUnits = 999_999_999_999_999;
const tens = Array.from({ length: mostDigits + 1 }, (_, power) => 10 ** power);
const scaled = (units: number, places: number): number => (places === 0 ? units : units / tens[places]!);

/** A usual short number as a double, NaN for any other text. */
export function shortNumber(text: string): number {
  const units = unitsOf(text);
  return Number.isNaN(units) ? units : scaled(units, decimals);
}

/** Digits behind the point of what `unitsOf` read last. */
let decimals = 0;

/** `12.50` → 1250, with 2 `decimals`: the usual short number as whole units. NaN: it is something else, or longer. */
function unitsOf(text: string): number {
  const { length } = text;
  const isNegative = text.charCodeAt(0) === 45;
  let units = 0;
  let digits = 0;
  let point = -1;
  for (let at = isNegative ? 1 : 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      units = units * 10 + code - 48;
      digits += 1;
    } else if (code === 46 && point === -1 && digits > 0) point = digits;
    else return Number.NaN;
  }
  if (digits === 0 || digits > mostDigits || point === digits || (isNegative && units === 0)) return Number.NaN;
  decimals = point === -1 ? 0 : digits - point;
  return isNegative ? -units : units;
}

/** As `parseJson` would read it: a `number` where a double holds the digits, else a `Decimal`. */
export function numberOf(exact: Decimal): number | Decimal {
  const double = exact.toNumber();
  if (!Number.isFinite(double)) return new Decimal(exact);
  if (Object.is(double, -0)) return 0;
  return exact.eq(new Decimal(String(double))) ? double : new Decimal(exact);
}

/** All digits, no exponent. */
export function digitsOf(value: number | Decimal): string {
  const exact = new Decimal(value);
  return Math.abs(exact.e) <= largestExponent ? exact.toFixed() : exact.toString();
}

export function sumOf(values: Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), new Exact(0));
}

/** An amount as text with at least two decimals and none lost: 12.5 → `12.50`, 0.125 → `0.125`. */
export function moneyText(exact: Decimal): string {
  return exact.toFixed(Math.max(2, exact.decimalPlaces()));
}
