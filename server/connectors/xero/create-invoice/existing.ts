import { isObject, type JsonObject } from '#flow/json.ts';
import { exactOf, moneyText } from '#flow/mapping/exact.ts';
import { Rejected, type StepContext } from '../../contract.ts';
import { callXero, readXero } from '../call.ts';
import { listIn, textIn } from '../organisation.ts';

/** An invoice by its id or its number, with its lines. */
export async function readInvoice(ctx: StepContext, idOrNumber: string): Promise<JsonObject | undefined> {
  const path = `/api.xro/2.0/Invoices/${encodeURIComponent(idOrNumber)}?unitdp=4`;
  const reply = await callXero(ctx, { method: 'GET', path });
  return reply.status === 200 ? listIn(reply.body, 'Invoices')[0] : undefined;
}

/** A bill of the same supplier with the same number: unlike sales invoices, Xero would take a second one. */
export async function findBill(ctx: StepContext, bill: JsonObject): Promise<JsonObject | undefined> {
  const number = textIn(bill, 'InvoiceNumber');
  if (number.includes('"')) return undefined;
  const filter = encodeURIComponent(`Type=="ACCPAY" AND InvoiceNumber=="${number}"`);
  const body = await readXero(ctx, `/api.xro/2.0/Invoices?where=${filter}&page=1&unitdp=4`);
  return listIn(body, 'Invoices').find((found) => isLiving(found) && sameContact(bill, found));
}

/**
 * Holds what stands in Xero against what we would send. Equal means delivered already.
 * @throws Rejected as a conflict, with every difference
 */
export function mustEqual(sent: JsonObject, total: string, found: JsonObject): void {
  const number = textIn(sent, 'InvoiceNumber');
  const differences = [
    isLiving(found) ? '' : `it is ${textIn(found, 'Status')} there`,
    sameContact(sent, found) ? '' : `contact ${contactName(found)} there, ${contactName(sent)} here`,
    sameCurrency(sent, found)
      ? ''
      : `currency ${textIn(found, 'CurrencyCode')} there, ${textIn(sent, 'CurrencyCode')} here`,
    totalText(found) === total ? '' : `total ${totalText(found)} there, ${total} here`,
    linesOf(found) === linesOf(sent) ? '' : `${linesOf(found)} lines there, ${linesOf(sent)} here`,
  ].filter((difference) => difference !== '');
  if (differences.length === 0) return;
  throw new Rejected(`Xero already has an invoice ${number}, and it is another one: ${differences.join('; ')}.`, {
    class: 'conflict',
    field: 'InvoiceNumber',
    wayOut: 'Compare the two in Xero. Delete that one and retry, or discard this message.',
  });
}

/** Xero's total with its two places, as text. */
export function totalText(invoice: JsonObject): string {
  const total = exactOf(invoice.Total ?? null);
  return total ? moneyText(total) : '(none)';
}

function isLiving(invoice: JsonObject): boolean {
  const status = textIn(invoice, 'Status');
  return status !== 'VOIDED' && status !== 'DELETED';
}

function sameContact(sent: JsonObject, found: JsonObject): boolean {
  const [id, name] = [textIn(sent.Contact, 'ContactID'), textIn(sent.Contact, 'Name')];
  if (id) return id === textIn(found.Contact, 'ContactID');
  const number = textIn(sent.Contact, 'ContactNumber');
  if (number && number === textIn(found.Contact, 'ContactNumber')) return true;
  return name.trim().toLowerCase() === textIn(found.Contact, 'Name').trim().toLowerCase();
}

function sameCurrency(sent: JsonObject, found: JsonObject): boolean {
  const wanted = textIn(sent, 'CurrencyCode');
  return wanted === '' || wanted === textIn(found, 'CurrencyCode');
}

function contactName(invoice: JsonObject): string {
  return isObject(invoice.Contact) ? textIn(invoice.Contact, 'Name') || textIn(invoice.Contact, 'ContactID') : '(none)';
}

const linesOf = (invoice: JsonObject) => listIn(invoice, 'LineItems').length;
