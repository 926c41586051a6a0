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
