import { Decimal } from 'decimal.js';
import { moneyText, sumOf } from '#flow/mapping/exact.ts';
import { Rejected } from '../../contract.ts';
import type { Line, LineAmountTypes } from './lines.ts';

export interface Figures {
  net: Decimal;
  tax: Decimal;
  total: Decimal;
}

/** Rounding that a line may carry away without a person looking: the five cents that bookkeepers let pass. */
const tolerance = new Decimal('0.05');

/**
 * What Xero will make of the lines: each amount rounded to two places, tax rounded per line and then added, so that
 * 25.06 + 25.61 + 25.63 at 15 % bear 11.44 and not 11.45. `rates` are percentages by line, needed where a line names
 * no tax amount and tax is added.
 */
export function figuresOf(lines: Line[], amounts: LineAmountTypes, rates: (Decimal | undefined)[]): Figures {
  const each = lines.map((line, index) => {
    const amount = cents(
      line.quantity
        .toDecimalPlaces(4)
        .times(line.unitAmount.toDecimalPlaces(4))
        .minus(line.discountAmount ?? 0),
    );
    return { amount, tax: taxOf(line, amount, amounts, rates[index]) };
  });
  const sum = sumOf(each.map(({ amount }) => amount));
  const tax = sumOf(each.map((line) => line.tax));
  return amounts === 'Inclusive' ? { net: sum.minus(tax), tax, total: sum } : { net: sum, tax, total: sum.plus(tax) };
}

/**
 * What has to be added so that the lines come to the order's total: nothing, or up to five cents either way.
 * @throws Rejected when it is more, with both totals
 */
export function adjustment(expected: Decimal, figures: Figures, currency: string): Decimal | undefined {
  const difference = cents(expected).minus(figures.total);
  if (difference.isZero()) return undefined;
  if (difference.abs().lte(tolerance)) return difference;
  const money = (amount: Decimal) => `${moneyText(amount)}${currency && ` ${currency}`}`;
  throw new Rejected(
    `The order’s total is ${money(expected)}, but its lines come to ${money(figures.total)} ` +
      `(${moneyText(figures.net)} + tax ${moneyText(figures.tax)}): a difference of ${money(difference)}. Nothing was sent.`,
    {
      field: 'Total',
      wayOut:
        'Map what is missing (shipping, tips, discounts) to lines, and the order’s own tax to TaxAmount, so that Xero does not compute another.',
    },
  );
}

/** Half a cent goes away from zero, as Xero rounds money. */
export function cents(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(2, 4);
}

function taxOf(line: Line, amount: Decimal, amounts: LineAmountTypes, rate: Decimal | undefined): Decimal {
  if (amounts === 'NoTax') return new Decimal(0);
  if (line.taxAmount) return cents(line.taxAmount);
  const percent = rate ?? new Decimal(0);
  const base = amounts === 'Inclusive' ? percent.plus(100) : new Decimal(100);
  return cents(amount.times(percent).div(base));
}
