import { Decimal } from 'decimal.js';
import { isNumeric, isObject, type Json, type JsonObject } from '#flow/json.ts';

/** Whether an invoice's lines come to the total it is meant to have. Amounts are texts with two decimals or more. */
export interface Guard {
  /** Net of the lines, or gross where their amounts include tax. */
  lines: string;
  /** Tax on top of the lines; null where their amounts include it or there is none. */
  tax: string | null;
  total: string;
  balances: boolean;
  /** Lines and tax, minus the total. */
  difference: string;
}

/**
 * Adds up `LineItems` as a ledger does: quantity × unit amount, minus discount, each line rounded to cents, plus tax where
 * `LineAmountTypes` is Exclusive (which is the default). `undefined` when lines or total are not there or not numbers.
 */
export function guardOf(invoice: Json | undefined, total: Json | undefined): Guard | undefined {
  const wanted = amountOf(total);
  if (!isObject(invoice) || !Array.isArray(invoice.LineItems) || !wanted) return undefined;
  const isTaxOnTop = (invoice.LineAmountTypes ?? 'Exclusive') === 'Exclusive';
  let net = new Decimal(0);
  let tax = new Decimal(0);
  for (const line of invoice.LineItems) {
    const amounts = isObject(line) ? lineAmounts(line) : undefined;
    if (!amounts) return undefined;
    net = net.plus(amounts.net);
    tax = tax.plus(amounts.tax);
  }
  const difference = (isTaxOnTop ? net.plus(tax) : net).minus(wanted);
  return {
    lines: money(net),
    tax: isTaxOnTop ? money(tax) : null,
    total: money(wanted),
    balances: difference.isZero(),
    difference: money(difference),
  };
}

function lineAmounts(line: JsonObject): { net: Decimal; tax: Decimal } | undefined {
  const quantity = amountOf(line.Quantity ?? 1);
  const unit = amountOf(line.UnitAmount ?? 0);
  const discount = amountOf(line.DiscountAmount ?? 0);
  const tax = amountOf(line.TaxAmount ?? 0);
  if (!quantity || !unit || !discount || !tax) return undefined;
  return { net: quantity.times(unit).minus(discount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP), tax };
}

const number = /^\s*-?\d+(\.\d+)?\s*$/;

function amountOf(value: Json | undefined): Decimal | undefined {
  if (isNumeric(value)) return new Decimal(value);
  return typeof value === 'string' && number.test(value) ? new Decimal(value.trim()) : undefined;
}

const money = (amount: Decimal): string => amount.toFixed(Math.max(2, amount.decimalPlaces()));
