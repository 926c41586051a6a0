import { isObject, type Json, type JsonObject } from '#flow/json.ts';
import { Rejected } from '../../contract.ts';
import { listIn, textIn } from '../organisation.ts';

/** Xero refuses an invoice: its own words, and the field they most likely speak of. */
export function refusal(messages: string[], invoice: JsonObject): Rejected {
  const vendor = messages.join(' ') || undefined;
  const field = messages.map((message) => fieldOf(message, invoice)).find((each) => each !== undefined);
  const number = textIn(invoice, 'InvoiceNumber');
  return new Rejected(`Xero refuses invoice ${number}${vendor ? `: ${vendor}` : '.'}`, {
    status: 400,
    vendor,
    field,
    wayOut: field
      ? `Correct what the map gives to ${field.replace(/\[\d+\]/, '[]')}, or the settings in Xero, then retry.`
      : 'Correct the map or the settings in Xero, then retry.',
  });
}

/** Where in the invoice a validation message points: by the value it quotes, else by the words it uses. */
export function fieldOf(message: string, invoice: JsonObject): string | undefined {
  const lines = listIn(invoice, 'LineItems');
  const inLine = (field: string, matches: (value: Json | undefined) => boolean) => {
    const index = lines.findIndex((line) => matches(line[field]));
    return `LineItems[${index === -1 ? '' : index}].${field}`;
  };
  const quoted = [...message.matchAll(/'([^']+)'/g)].map(([, value]) => value);
  const isQuoted = (value: Json | undefined) => typeof value === 'string' && quoted.includes(value);
  const isEmpty = (value: Json | undefined) => value === undefined || value === '';

  if (/account code/i.test(message)) return inLine('AccountCode', quoted.length ? isQuoted : isEmpty);
  if (/tax ?type/i.test(message)) return inLine('TaxType', quoted.length ? isQuoted : isEmpty);
  if (/item code/i.test(message)) return inLine('ItemCode', isQuoted);
  if (/discount/i.test(message)) return inLine('DiscountAmount', (value) => !isEmpty(value));
  if (/line (item|total)|unit ?amount/i.test(message)) {
    if (/one or more line items/i.test(message)) return 'LineItems';
    return /description/i.test(message) ? inLine('Description', isEmpty) : inLine('UnitAmount', () => false);
  }
  if (/description/i.test(message)) return inLine('Description', isEmpty);
  if (/invoice ?(#|number)/i.test(message)) return 'InvoiceNumber';
  if (/email/i.test(message)) return 'Contact.EmailAddress';
  if (/contact/i.test(message))
    return isObject(invoice.Contact) && /number/i.test(message) ? 'Contact.ContactNumber' : 'Contact.Name';
  if (/currency/i.test(message)) return 'CurrencyCode';
  if (/due ?date/i.test(message)) return 'DueDate';
  if (/\bdate\b/i.test(message)) return 'Date';
  if (/status/i.test(message)) return 'Status';
  return /invoice type/i.test(message) ? 'Type' : undefined;
}
