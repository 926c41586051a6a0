import { isObject, type JsonObject } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { type Prepared, Rejected, type Sent, type StepContext } from '../../contract.ts';
import { validationMessages, withIsoDates, xmlMessages } from '../answer.ts';
import { callXero, type XeroReply } from '../call.ts';
import { contactNamed } from '../contacts.ts';
import { listIn, textIn } from '../organisation.ts';
import { findBill, mustEqual, readInvoice, totalText } from './existing.ts';
import { requestFor } from './prepare.ts';
import { refusal } from './refusal.ts';

/**
 * Sends the invoice, once, whatever happened before: a receipt, a bill found by its number, and Xero's refusal of a
 * second invoice with the same number all lead to the one that stands there, which must then be equal.
 */
export async function sendInvoice(prepared: Prepared, message: Message, ctx: StepContext): Promise<Sent> {
  const invoice = invoiceOf(prepared);
  const known = await alreadyThere(ctx, invoice);
  if (known) return delivered(invoice, prepared, known);
  const outcome = await putOrAskAgain(ctx, prepared);
  if ('created' in outcome) return created(invoice, prepared, outcome.created);
  if (isTaken(outcome)) {
    const found = await readInvoice(ctx, textIn(invoice, 'InvoiceNumber'));
    if (found) return delivered(invoice, prepared, found);
  }
  const renamed = await withContactOfThatName(ctx, invoice, outcome.refused);
  if (!renamed) throw refusal(outcome.refused, invoice);
  return sendInvoice(requestFor(renamed, ctx.idempotencyKey(message), prepared.notes), message, ctx);
}

/**
 * A key makes Xero answer as it did before, so a refusal may be the memory of one that has been put right in Xero since.
 * Nothing was made, so it is asked once more under a key of its own.
 */
async function putOrAskAgain(ctx: StepContext, prepared: Prepared): Promise<Outcome> {
  const key = prepared.headers['idempotency-key'];
  const outcome = await put(ctx, prepared);
  if ('created' in outcome || isTaken(outcome)) return outcome;
  return put(ctx, {
    ...prepared,
    headers: { ...prepared.headers, 'idempotency-key': `${key}-${ctx.now().toString(36)}` },
  });
}

async function put(ctx: StepContext, { url, headers, body }: Prepared): Promise<Outcome> {
  return outcomeOf(await callXero(ctx, { method: 'PUT', path: url, headers, body }));
}

type Outcome = { created: JsonObject } | { refused: string[] };

function isTaken(outcome: Outcome): boolean {
  return 'refused' in outcome && outcome.refused.some((words) => /invoice # must be unique/i.test(words));
}

/** Errors stand in the invoice, in the elements of an exception, or in XML. */
function outcomeOf(reply: XeroReply): Outcome {
  const [invoice] = listIn(reply.body, 'Invoices');
  const messages = validationMessages(reply.body);
  const isRefused = reply.status !== 200 || !invoice || textIn(invoice, 'StatusAttributeString') === 'ERROR';
  if (!isRefused) return { created: invoice };
  if (messages.length) return { refused: messages };
  const own = textIn(reply.body, 'Message') || textIn(reply.body, 'Detail');
  return { refused: own ? [own] : xmlMessages(reply.text) };
}

/** The receipt's invoice, or a bill of the same number. */
async function alreadyThere(ctx: StepContext, invoice: JsonObject): Promise<JsonObject | undefined> {
  const receipt = await ctx.receipts.find('invoice', sourceKeyOf(invoice));
  const known = receipt && (await readInvoice(ctx, receipt.externalId));
  return known ?? (isBill(invoice) ? findBill(ctx, invoice) : undefined);
}

function created(invoice: JsonObject, prepared: Prepared, answer: JsonObject): Sent {
  const { total } = prepared.notes ?? {};
  const expectsTotal = prepared.notes?.expectedTotal !== undefined;
  if (expectsTotal && totalText(answer) !== total)
    throw new Rejected(
      `Xero made invoice ${textIn(answer, 'InvoiceNumber')} with a total of ${totalText(answer)}, but the order’s is ${total}.`,
      {
        field: 'Total',
        wayOut: 'Correct or delete that invoice in Xero, correct the map, then retry.',
      },
    );
  return sent(invoice, answer);
}

function delivered(invoice: JsonObject, prepared: Prepared, found: JsonObject): Sent {
  mustEqual(invoice, String(prepared.notes?.total ?? ''), found);
  return sent(invoice, found);
}

function sent(invoice: JsonObject, answer: JsonObject): Sent {
  const { ValidationErrors, Warnings, StatusAttributeString, HasErrors, ...rest } = answer;
  return {
    body: withIsoDates(rest),
    receipt: { entity: 'invoice', sourceKey: sourceKeyOf(invoice), externalId: textIn(answer, 'InvoiceID') },
  };
}

/** Sales invoices share one range of numbers; a bill's number is unique only to its supplier. */
function sourceKeyOf(invoice: JsonObject): string {
  const number = textIn(invoice, 'InvoiceNumber');
  return isBill(invoice) ? `bill of ${textIn(invoice.Contact, 'Name')}: ${number}` : number;
}

function isBill(invoice: JsonObject): boolean {
  return textIn(invoice, 'Type') === 'ACCPAY';
}

/** When the name of a contact to be made is taken, the one who has it is meant. */
async function withContactOfThatName(
  ctx: StepContext,
  invoice: JsonObject,
  messages: string[],
): Promise<JsonObject | undefined> {
  const name = textIn(invoice.Contact, 'Name');
  const taken = messages.some((words) => /contact name .* already assigned/i.test(words));
  if (!taken || textIn(invoice.Contact, 'ContactID')) return undefined;
  const found = await contactNamed(ctx, name);
  return found && { ...invoice, Contact: { ContactID: textIn(found, 'ContactID'), Name: textIn(found, 'Name') } };
}

function invoiceOf(prepared: Prepared): JsonObject {
  const [invoice] = isObject(prepared.body) ? listIn(prepared.body, 'Invoices') : [];
  if (!invoice) throw new Error('The prepared request holds no invoice');
  return invoice;
}
