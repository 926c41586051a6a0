import type { Decimal } from 'decimal.js';
import { Exact, round } from './exact-json.ts';

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax';

/** What a line says, amounts as decimal strings. */
export interface LineFigures {
  quantity?: string;
  unitAmount?: string;
  lineAmount?: string;
  discountRate?: string;
  discountAmount?: string;
  /** Overrides the tax that the rate would give. */
  taxAmount?: string;
}

export interface LineTotals {
  quantity: Decimal;
  unitAmount: Decimal;
  /** Of the whole line, before the line was rounded. */
  discount: Decimal;
  /** quantity × unit − discount, two places. */
  lineAmount: Decimal;
  taxAmount: Decimal;
}

/** One line: the unit amount to `unitPlaces`, the line and its tax to two, tax on the rounded line. */
export function lineTotals(
  line: LineFigures,
  taxPercent: Decimal.Value,
  amounts: LineAmountTypes,
  unitPlaces: number,
): LineTotals {
  const quantity = quantityOf(line);
  const unitAmount = unitOf(line, quantity, unitPlaces);
  const gross = quantity.times(unitAmount);
  const discount = line.discountRate
    ? gross.times(line.discountRate).dividedBy(100)
    : new Exact(line.discountAmount ?? 0);
  const sumOnly = line.unitAmount === undefined && line.lineAmount !== undefined;
  const lineAmount = round(sumOnly ? new Exact(line.lineAmount ?? 0) : gross.minus(discount));
  return { quantity, unitAmount, discount, lineAmount, taxAmount: taxOf(line, lineAmount, taxPercent, amounts) };
}

/** Tax is rounded per line and then added, so 25.06 + 25.61 + 25.63 at 15 % bear 11.44, not 11.45. */
export function invoiceTotals(lines: LineTotals[], amounts: LineAmountTypes) {
  const sum = (pick: (line: LineTotals) => Decimal) =>
    lines.reduce((total, line) => total.plus(pick(line)), new Exact(0));
  const lineSum = sum((line) => line.lineAmount);
  const totalTax = sum((line) => line.taxAmount);
  const subTotal = amounts === 'Inclusive' ? lineSum.minus(totalTax) : lineSum;
  return { subTotal, totalTax, total: subTotal.plus(totalTax), totalDiscount: round(sum((line) => line.discount)) };
}

function taxOf(line: LineFigures, lineAmount: Decimal, percent: Decimal.Value, amounts: LineAmountTypes): Decimal {
  if (amounts === 'NoTax') return new Exact(0);
  if (line.taxAmount !== undefined) return round(new Exact(line.taxAmount));
  const rate = new Exact(percent);
  return amounts === 'Inclusive'
    ? round(lineAmount.times(rate).dividedBy(rate.plus(100)))
    : round(lineAmount.times(rate).dividedBy(100));
}

/** A line with amounts and no quantity is one piece; a line of words only is none. */
function quantityOf(line: LineFigures): Decimal {
  if (line.quantity !== undefined) return round(new Exact(line.quantity), 4);
  if (line.lineAmount !== undefined && line.unitAmount !== undefined && !new Exact(line.unitAmount).isZero())
    return round(new Exact(line.lineAmount).dividedBy(line.unitAmount), 4);
  return new Exact(line.unitAmount === undefined && line.lineAmount === undefined ? 0 : 1);
}

function unitOf(line: LineFigures, quantity: Decimal, places: number): Decimal {
  if (line.unitAmount !== undefined) return round(new Exact(line.unitAmount), places);
  if (line.lineAmount !== undefined && !quantity.isZero())
    return round(new Exact(line.lineAmount).dividedBy(quantity), places);
  return new Exact(0);
}
