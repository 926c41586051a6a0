import { Decimal } from 'decimal.js';
import { isObject, type Json, type JsonObject } from '#flow/json.ts';

/** What the mapping says, written by hand as quickly as one would: no checks, amounts as doubles. */
export function plainInvoice(order: JsonObject): JsonObject {
  const { customer, tax_lines, line_items } = order as unknown as Order;
  return {
    Type: 'ACCREC',
    InvoiceNumber: `SH-${String(order.name).replace('#', '')}`,
    Reference: order.name as Json,
    Contact: { Name: `${customer.first_name} ${customer.last_name}`, EmailAddress: order.email as Json },
    Date: String(order.processed_at).slice(0, 10),
    CurrencyCode: order.currency as Json,
    LineAmountTypes: order.taxes_included ? 'Inclusive' : 'Exclusive',
    Total: Number(order.total_price),
    TotalTax: tax_lines.reduce((sum, tax) => sum + Number(tax.price), 0),
    LineItems: line_items.map((line) => ({
      Description: line.name,
      Quantity: line.quantity,
      UnitAmount: Number(line.price),
      TaxAmount: line.tax_lines.reduce((sum, tax) => sum + Number(tax.price), 0),
      AccountCode: line.gift_card ? '825' : '200',
    })),
  };
}

interface Order {
  customer: { first_name: string; last_name: string };
  tax_lines: { price: string }[];
  line_items: { name: string; quantity: number; price: string; gift_card: boolean; tax_lines: { price: string }[] }[];
}

export interface Trouble {
  field: string;
  message: string;
}

/**
 * The same invoice with the checks and the decimals of the mapping: what is missing or no text, number or choice is told of
 * with its field, amounts keep their digits, sums are exact.
 */
export function checkedInvoice(order: JsonObject): { invoice: JsonObject; troubles: Trouble[] } {
  const troubles: Trouble[] = [];
  const at = (field: string, message: string): undefined => {
    troubles.push({ field, message });
    return undefined;
  };
  const name = text(order.name, 'InvoiceNumber', 255, at);
  const customer = isObject(order.customer) ? order.customer : {};
  const email =
    order.email === null || order.email === undefined ? undefined : text(order.email, 'EmailAddress', 255, at);
  const date = text(order.processed_at, 'Date', undefined, at)?.slice(0, 10);
  const invoice: JsonObject = { Type: 'ACCREC' };
  put(invoice, 'InvoiceNumber', name && `SH-${name.replace('#', '')}`);
  put(invoice, 'Reference', name);
  const contact: JsonObject = {};
  const [first, last] = [customer.first_name, customer.last_name];
  put(contact, 'Name', `${typeof first === 'string' ? first : ''} ${typeof last === 'string' ? last : ''}`);
  put(contact, 'EmailAddress', email);
  invoice.Contact = contact;
  put(invoice, 'Date', date && (isDate(date) ? date : at('Date', `“${date}” is not a date`)));
  put(invoice, 'CurrencyCode', text(order.currency, 'CurrencyCode', undefined, at));
  const types = order.taxes_included === true ? 'Inclusive' : 'Exclusive';
  put(
    invoice,
    'LineAmountTypes',
    choices.includes(types) ? types : at('LineAmountTypes', `“${types}” is not a choice`),
  );
  put(invoice, 'Total', amount(order.total_price, 'Total', at));
  put(invoice, 'TotalTax', sum(order.tax_lines, 'TotalTax', at));
  const lines: Json[] = [];
  const items = Array.isArray(order.line_items) ? order.line_items : [];
  for (const [index, item] of items.entries()) {
    if (!isObject(item)) continue;
    const field = (which: string) => `LineItems[${index}].${which}`;
    const line: JsonObject = {};
    put(line, 'Description', text(item.name, field('Description'), 4000, at));
    put(line, 'Quantity', amount(item.quantity, field('Quantity'), at));
    put(line, 'UnitAmount', amount(item.price, field('UnitAmount'), at));
    put(line, 'TaxAmount', sum(item.tax_lines, field('TaxAmount'), at) ?? 0);
    put(line, 'AccountCode', item.gift_card === true ? '825' : '200');
    lines.push(line);
  }
  invoice.LineItems = lines;
  return { invoice, troubles };
}

const choices = ['Exclusive', 'Inclusive', 'NoTax'];

type At = (field: string, message: string) => undefined;

function put(into: JsonObject, name: string, value: Json | undefined): void {
  if (value !== undefined) into[name] = value;
}

function text(value: Json | undefined, field: string, longest: number | undefined, at: At): string | undefined {
  if (value === null || value === undefined || value === '') return at(field, 'it is missing');
  if (typeof value !== 'string') return at(field, 'it is no text');
  if (longest !== undefined && value.length > longest && [...value].length > longest)
    return at(field, 'it is too long');
  return value;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value);
}

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

function exact(value: Json | undefined): Decimal | undefined {
  if (typeof value === 'number') return new Decimal(value);
  if (typeof value !== 'string' || !numeric.test(value.trim())) return undefined;
  return new Decimal(value.trim());
}

const asNumber = (value: Decimal): number | Decimal => {
  const double = value.toNumber();
  return value.eq(new Decimal(String(double))) ? double : value;
};

function amount(value: Json | undefined, field: string, at: At): Json | undefined {
  if (value === null || value === undefined || value === '') return at(field, 'it is missing');
  if (typeof value === 'number') return value;
  const found = exact(value);
  return found ? asNumber(found) : at(field, 'it is no number');
}

function sum(list: Json | undefined, field: string, at: At): Json | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  let total = new Decimal(0);
  for (const element of list) {
    const found = exact(isObject(element) ? element.price : undefined);
    if (!found) return at(field, 'it cannot be summed');
    total = total.plus(found);
  }
  return asNumber(total);
}
