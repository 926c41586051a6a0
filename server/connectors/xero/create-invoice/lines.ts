import { Decimal } from 'decimal.js';
import { isObject, type Json, type JsonObject } from '#flow/json.ts';
import { exactOf, numberOf } from '#flow/mapping/exact.ts';
import { Rejected } from '../../contract.ts';

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax';

/** An invoice line with its amounts as exact decimals. Absent `taxAmount`: Xero computes it from the rate. */
export interface Line {
  description: string;
  quantity: Decimal;
  unitAmount: Decimal;
  discountAmount?: Decimal;
  taxAmount?: Decimal;
  accountCode?: string;
  taxType?: string;
  itemCode?: string;
}

/** What a line is booked with when it says nothing itself. */
export interface LineDefaults {
  accountCode?: string;
  taxType?: string;
}

/** The lines of a message's body. @throws Rejected that names the line and the field */
export function readLines(items: Json | undefined, defaults: LineDefaults): Line[] {
  if (!Array.isArray(items) || items.length === 0)
    throw new Rejected('The invoice has no lines.', {
      field: 'LineItems',
      wayOut: 'Map at least one line to LineItems, or filter such messages out before this step.',
    });
  return items.map((item, index) => readLine(item, `LineItems[${index}]`, defaults));
}

export function presentLine(line: Line): JsonObject {
  return {
    Description: line.description,
    Quantity: numberOf(line.quantity),
    UnitAmount: numberOf(line.unitAmount),
    ...(line.discountAmount ? { DiscountAmount: numberOf(line.discountAmount) } : {}),
    ...(line.taxAmount ? { TaxAmount: numberOf(line.taxAmount) } : {}),
    ...(line.accountCode ? { AccountCode: line.accountCode } : {}),
    ...(line.taxType ? { TaxType: line.taxType } : {}),
    ...(line.itemCode ? { ItemCode: line.itemCode } : {}),
  };
}

function readLine(item: Json, place: string, defaults: LineDefaults): Line {
  const line = isObject(item) ? item : {};
  const unitAmount = amountIn(line, 'UnitAmount', place);
  if (!unitAmount)
    throw new Rejected(`${place} has no UnitAmount.`, {
      field: `${place}.UnitAmount`,
      wayOut: 'Map the price of one piece to UnitAmount.',
    });
  const discountAmount = amountIn(line, 'DiscountAmount', place);
  return {
    description: textOf(line.Description) ?? '',
    quantity: amountIn(line, 'Quantity', place) ?? new Decimal(1),
    unitAmount,
    discountAmount: discountAmount?.isZero() ? undefined : discountAmount,
    taxAmount: amountIn(line, 'TaxAmount', place),
    accountCode: textOf(line.AccountCode) ?? defaults.accountCode,
    taxType: textOf(line.TaxType) ?? defaults.taxType,
    itemCode: textOf(line.ItemCode),
  };
}

function amountIn(line: JsonObject, field: string, place: string): Decimal | undefined {
  const value = line[field];
  if (value === undefined || value === null || value === '') return undefined;
  const exact = exactOf(value);
  if (exact) return exact;
  throw new Rejected(`${place}.${field} is ${JSON.stringify(value)}, which is not an amount.`, {
    field: `${place}.${field}`,
    wayOut: `Correct the row of the map that fills ${field}.`,
  });
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
