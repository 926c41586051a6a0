import { type Chart, canApply, canStandOnInvoice, currencies, currencyRates, percentOf, taxRate } from './chart.ts';
import type { Drafted } from './contacts.ts';
import { readDate } from './dates.ts';
import { Exact, exactNumber, round } from './exact-json.ts';
import type { Invoice, InvoiceInput, InvoiceLine, InvoiceStatus, LineInput } from './invoice.ts';
import { invoiceTotals, type LineAmountTypes, type LineTotals, lineTotals } from './invoice-totals.ts';

/** An invoice but for what only the book can give: its id, number, contact and time. */
export type DraftedInvoice = Omit<Invoice, 'id' | 'number' | 'contactId' | 'updatedAt'>;

export interface House {
  chart: Chart;
  baseCurrency: string;
  today: string;
  unitPlaces: number;
  newId(): string;
}

/** Checks and computes one invoice; every problem is told, in the vendor's manner. */
export async function draftInvoice(input: InvoiceInput, house: House): Promise<Drafted<DraftedInvoice>> {
  const errors: string[] = [];
  const type = oneOf(input.Type, ['ACCREC', 'ACCPAY'] as const);
  if (!type) errors.push('Invoice Type must be ACCREC or ACCPAY.');
  const status = oneOf(input.Status ?? 'DRAFT', statuses);
  if (!status) errors.push(`Invoice status ${input.Status} is not valid.`);
  const lineAmountTypes = oneOf(input.LineAmountTypes ?? 'Exclusive', ['Exclusive', 'Inclusive', 'NoTax'] as const);
  if (!lineAmountTypes) errors.push(`LineAmountTypes ${input.LineAmountTypes} is not Exclusive, Inclusive or NoTax.`);
  const date = input.Date === undefined ? house.today : readDate(input.Date);
  if (!date) errors.push(`Date ${input.Date} is not a date: send YYYY-MM-DD.`);
  const dueDate = input.DueDate === undefined ? undefined : readDate(input.DueDate);
  if (input.DueDate !== undefined && !dueDate) errors.push(`DueDate ${input.DueDate} is not a date: send YYYY-MM-DD.`);
  const approved = status === 'AUTHORISED';
  if (approved && input.DueDate === undefined) errors.push('DueDate must be specified for an AUTHORISED invoice.');
  if ((input.InvoiceNumber?.length ?? 0) > 255) errors.push('InvoiceNumber must not be longer than 255 characters.');
  const currency = input.CurrencyCode ?? house.baseCurrency;
  if (!currencies.some(({ code }) => code === currency))
    errors.push(`Organisation is not subscribed to currency ${currency}`);
  if (!input.LineItems?.length) errors.push('One or more line items must be specified');

  const amounts = lineAmountTypes ?? 'Exclusive';
  const lines: { line: InvoiceLine; totals: LineTotals }[] = [];
  for (const line of input.LineItems ?? []) {
    const drafted = await draftLine(line, { ...house, amounts, approved, sales: type !== 'ACCPAY' });
    if ('errors' in drafted) errors.push(...drafted.errors);
    else lines.push(drafted.value);
  }
  if (errors.length || !type || !status || !date) return { errors };

  const totals = invoiceTotals(
    lines.map(({ totals: each }) => each),
    amounts,
  );
  return {
    value: {
      type,
      status,
      date,
      dueDate,
      lineAmountTypes: amounts,
      currency,
      currencyRate: input.CurrencyRate ?? currencyRates[currency] ?? '1',
      lines: lines.map(({ line }) => line),
      subTotal: totals.subTotal.toFixed(2),
      totalTax: totals.totalTax.toFixed(2),
      total: totals.total.toFixed(2),
      totalDiscount: totals.totalDiscount.toFixed(2),
      unitPlaces: house.unitPlaces,
      input,
    },
  };
}

/** What was sent, back to the sender beside its errors. */
export function echo(input: InvoiceInput, errors: string[]) {
  return {
    ...input,
    InvoiceID: input.InvoiceID ?? '00000000-0000-0000-0000-000000000000',
    CurrencyRate: input.CurrencyRate && exactNumber(input.CurrencyRate, 6),
    LineItems: input.LineItems?.map((line) =>
      Object.fromEntries(
        Object.entries(line).map(([field, value]) =>
          amountFields.includes(field) ? [field, exactNumber(String(value), 4)] : [field, value],
        ),
      ),
    ),
    HasErrors: true,
    ValidationErrors: errors.map((Message) => ({ Message })),
  };
}

const statuses: InvoiceStatus[] = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'VOIDED', 'DELETED'];
const amountFields = ['Quantity', 'UnitAmount', 'LineAmount', 'DiscountRate', 'DiscountAmount', 'TaxAmount'];

interface LineHouse extends House {
  amounts: LineAmountTypes;
  approved: boolean;
  sales: boolean;
}

async function draftLine(
  input: LineInput,
  house: LineHouse,
): Promise<Drafted<{ line: InvoiceLine; totals: LineTotals }>> {
  const errors: string[] = [];
  if (!input.Description) errors.push('Description must be specified: a line item needs at least one character.');
  if (!house.sales && (input.DiscountAmount || input.DiscountRate))
    errors.push('Discounts are only allowed on sales invoices (ACCREC).');
  if ((input.Tracking?.length ?? 0) > 2) errors.push('A line item can have at most two tracking categories.');

  const account = input.AccountCode === undefined ? undefined : await house.chart.account(input.AccountCode);
  if (input.AccountCode === undefined) {
    if (house.approved) errors.push('Account code must be specified');
  } else if (!account || !canStandOnInvoice(account)) {
    errors.push(`Account code '${input.AccountCode}' is not a valid code for this document.`);
  } else if (account.status !== 'ACTIVE') {
    errors.push(`Account code '${input.AccountCode}' has been archived, or has been deleted.`);
  }

  const taxType = house.amounts === 'NoTax' ? 'NONE' : (input.TaxType ?? account?.taxType ?? 'NONE');
  const rate = taxRate(taxType);
  if (!rate)
    errors.push(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`);
  else if (account && !canApply(rate, account.class))
    errors.push(`The TaxType code '${taxType}' cannot be used with account code '${account.code}'.`);

  const totals = lineTotals(figures(input), rate ? percentOf(rate) : 0, house.amounts, house.unitPlaces);
  if (input.LineAmount !== undefined && !round(new Exact(input.LineAmount)).equals(totals.lineAmount))
    errors.push(
      `The line total ${new Exact(input.LineAmount).toFixed(2)} does not match the expected line total ${totals.lineAmount.toFixed(2)}`,
    );
  if (errors.length) return { errors };

  const line: InvoiceLine = {
    id: input.LineItemID ?? house.newId(),
    description: input.Description ?? '',
    quantity: totals.quantity.toFixed(),
    unitAmount: totals.unitAmount.toFixed(),
    lineAmount: totals.lineAmount.toFixed(2),
    taxAmount: totals.taxAmount.toFixed(2),
    taxType,
    accountCode: input.AccountCode,
    input,
  };
  return { value: { line, totals } };
}

function figures(input: LineInput) {
  return {
    quantity: input.Quantity,
    unitAmount: input.UnitAmount,
    lineAmount: input.LineAmount,
    discountRate: input.DiscountRate,
    discountAmount: input.DiscountAmount,
    taxAmount: input.TaxAmount,
  };
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}
