import { Decimal } from 'decimal.js';

/** The invoice of an order: the ledger's number is the order's with a prefix of the flow's choice, such as `SH-1002` for `#1002`. */
export function invoiceOf<Invoice extends { number: string }>(
  order: { name: string },
  invoices: Invoice[],
): Invoice | undefined {
  const number = lastDigits(order.name);
  return number === '' ? undefined : invoices.find((invoice) => lastDigits(invoice.number) === number);
}

const lastDigits = (text: string): string => /\d+$/.exec(text)?.[0] ?? '';

/** Whether two systems write the same amount, however many zeros they end it with. A text that is no number equals nothing. */
export function sameAmount(one: string, other: string): boolean {
  try {
    return new Decimal(one).eq(other);
  } catch {
    return false;
  }
}
