import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Money and quantities: forty digits carry any product of two amounts exactly. */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/**
 * JSON whose numbers arrive as decimals, digit for digit, and whose nulls are left out: to Xero a null field is one
 * that was not sent. Throws SyntaxError.
 */
export function parseExact(text: string): unknown {
  const revive = (_key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number') return new Exact(context?.source ?? value);
    return value === null ? undefined : value;
  };
  return JSON.parse(text, revive);
}

/** An amount as it is kept: a plain decimal string such as `-12.50`. Xero takes numbers and numeric strings. */
export const amount = z
  .union([z.custom<Decimal>(Decimal.isDecimal), z.string().regex(/^-?\d+(\.\d+)?$/)], 'a number')
  .transform((value) => new Exact(value).toFixed());

/** Rounds half away from zero, as Xero rounds money. */
export function round(value: Decimal, places = 2): Decimal {
  return value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
}

/** An answer's number with its decimal places kept: 76.30 leaves as `76.30`, and never passes through a double. */
export function exactNumber(value: Decimal.Value, places = 2): unknown {
  return rawJson(new Exact(value).toFixed(places, Decimal.ROUND_HALF_UP));
}

// In Node since 22, in TypeScript's library not yet.
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;
