import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { canonicalJson, isObject, type Json, type JsonObject } from '#flow/json.ts';
import { dateIn } from '#flow/mapping/dates.ts';
import { exactOf, moneyText } from '#flow/mapping/exact.ts';
import type { Message } from '#flow/run/message.ts';
import { type Prepared, Rejected, type StepContext } from '../../contract.ts';
import { findContact, knownBy } from '../contacts.ts';
import { accounts, taxRates, textIn } from '../organisation.ts';
import { adjustment, type Figures, figuresOf } from './guard.ts';
import { type Line, type LineAmountTypes, presentLine, readLines } from './lines.ts';

/** `summarizeErrors` is always said, because the documented default and the true one differ. `unitdp`: four decimals in UnitAmount. */
const path = '/api.xro/2.0/Invoices?summarizeErrors=false&unitdp=4';

/** What becomes of the fields that a message may give besides Contact, LineItems and Total. */
const passedOn = ['InvoiceNumber', 'Reference', 'Url', 'DueDate', 'CurrencyCode'] as const;

/** One invoice as it will be sent. @throws Rejected when the lines do not come to the order's total */
export async function prepareInvoice(message: Message, ctx: StepContext): Promise<Prepared> {
  if (!isObject(message.body))
    throw new Rejected('The message is not an invoice: its body is no object.', {
      wayOut: 'Put a map in front of this step.',
    });
  const { body } = message;
  const { config } = ctx.node;
  const number = textIn(body, 'InvoiceNumber');
  if (!number)
    throw new Rejected(
      'The invoice has no InvoiceNumber, without which a repeated message would become a second invoice.',
      {
        field: 'InvoiceNumber',
        wayOut: 'Map something that stays the same for the same order, such as its name, to InvoiceNumber.',
      },
    );
  const amounts = amountTypesOf(body.LineAmountTypes);
  const lines = readLines(body.LineItems, {
    accountCode: textIn(config, 'account') || undefined,
    taxType: textIn(config, 'taxType') || undefined,
  });
  const figures = figuresOf(lines, amounts, await ratesFor(lines, amounts, ctx));
  const expected = totalOf(body.Total);
  const missing = expected && adjustment(expected, figures, textIn(body, 'CurrencyCode'));
  const rounding = missing ? [await roundingLine(missing, ctx)] : [];

  const invoice: JsonObject = {
    Type: textIn(body, 'Type') || 'ACCREC',
    ...Object.fromEntries(passedOn.flatMap((field) => (textIn(body, field) ? [[field, textIn(body, field)]] : []))),
    Contact: await contactOf(body.Contact, ctx),
    Date: textIn(body, 'Date') || (dateIn(ctx.given.now, ctx.given.zone) ?? ''),
    LineAmountTypes: amounts,
    Status: statusOf(body, config),
    LineItems: [...lines, ...rounding].map(presentLine),
  };
  return requestFor(invoice, ctx.idempotencyKey(message), notesOf(figures, expected, missing));
}

/**
 * The request for an invoice. Its key holds a hash of the body too: the same key with another body is an error to Xero,
 * and the body changes when the contact has come into being since the last attempt. That two bodies do not become two
 * invoices is seen to by InvoiceNumber.
 */
export function requestFor(invoice: JsonObject, key: string, notes?: JsonObject): Prepared {
  const body = { Invoices: [invoice] };
  const hash = createHash('sha256').update(canonicalJson(body)).digest('hex').slice(0, 16);
  return { method: 'PUT', url: path, headers: { 'idempotency-key': `${key}-${hash}` }, body, notes };
}

/** The rate of each line whose tax Xero will compute and add, by its tax type or else by its account's. */
async function ratesFor(lines: Line[], amounts: LineAmountTypes, ctx: StepContext): Promise<(Decimal | undefined)[]> {
  if (amounts !== 'Exclusive' || lines.every((line) => line.taxAmount)) return [];
  const rates = await taxRates(ctx);
  const needsAccount = lines.some((line) => !line.taxAmount && !line.taxType);
  const chart = needsAccount ? await accounts(ctx) : [];
  return lines.map((line, index) => {
    if (line.taxAmount) return undefined;
    const taxType = line.taxType ?? chart.find(({ code }) => code === line.accountCode)?.taxType;
    if (!taxType) return undefined;
    const rate = rates.find((each) => each.taxType === taxType);
    if (rate) return new Decimal(rate.rate);
    throw new Rejected(`Xero has no active tax rate ${taxType}, which LineItems[${index}] asks for.`, {
      field: `LineItems[${index}].TaxType`,
      wayOut: `Map one of ${rates.map((each) => each.taxType).join(', ')} to TaxType, or the order’s own tax to TaxAmount.`,
    });
  });
}

async function roundingLine(amount: Decimal, ctx: StepContext): Promise<Line> {
  const account = (await accounts(ctx)).find(({ system }) => system === 'ROUNDING');
  if (!account)
    throw new Rejected(
      `The lines are off by ${moneyText(amount)}, and this organisation has no rounding account to book it to.`,
      {
        field: 'Total',
        wayOut: 'Map the order’s own tax to TaxAmount, or turn the rounding account on in Xero.',
      },
    );
  return {
    description: 'Rounding',
    quantity: new Decimal(1),
    unitAmount: amount,
    taxAmount: new Decimal(0),
    accountCode: account.code,
    taxType: 'NONE',
  };
}

/** A contact that is known goes by its id; a new one is made with the invoice, from what the message says of it. */
async function contactOf(given: Json | undefined, ctx: StepContext): Promise<JsonObject> {
  const contact = isObject(given) ? given : {};
  const id = textIn(contact, 'ContactID');
  if (id) return { ContactID: id };
  const { number, email, name } = knownBy(contact);
  if (!name && !number && !email)
    throw new Rejected('The invoice has no contact.', {
      field: 'Contact.Name',
      wayOut: 'Map the customer’s name to Contact.Name, with a fixed name for guests.',
    });
  const onlyKnown = ctx.node.config.contact === 'existing';
  const found = await findContact(ctx, { number, email, name: onlyKnown ? name : undefined });
  if (found) return { ContactID: textIn(found.contact, 'ContactID'), Name: textIn(found.contact, 'Name') };
  if (onlyKnown)
    throw new Rejected(`Xero has no contact ${name ?? number ?? email}.`, {
      field: 'Contact',
      wayOut: 'Add the contact in Xero, or let this step make new contacts, then retry.',
    });
  return {
    Name: name ?? email ?? number ?? '',
    ...(number ? { ContactNumber: number } : {}),
    ...(email ? { EmailAddress: email } : {}),
  };
}

function amountTypesOf(value: Json | undefined): LineAmountTypes {
  if (value === undefined || value === null || value === '') return 'Exclusive';
  if (value === 'Exclusive' || value === 'Inclusive' || value === 'NoTax') return value;
  throw new Rejected(`LineAmountTypes is ${JSON.stringify(value)}.`, {
    field: 'LineAmountTypes',
    wayOut: 'Map Exclusive, Inclusive or NoTax to it.',
  });
}

function totalOf(value: Json | undefined): Decimal | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const total = exactOf(value);
  if (total) return total;
  throw new Rejected(`Total is ${JSON.stringify(value)}, which is not an amount.`, {
    field: 'Total',
    wayOut: 'Map the order’s total to Total.',
  });
}

function statusOf(body: JsonObject, config: JsonObject): string {
  if (config.status === 'DRAFT' || config.status === 'AUTHORISED') return config.status;
  return textIn(body, 'Status') || 'DRAFT';
}

function notesOf(figures: Figures, expected: Decimal | undefined, missing: Decimal | undefined): JsonObject {
  return {
    net: moneyText(figures.net),
    tax: moneyText(figures.tax),
    total: moneyText(figures.total.plus(missing ?? 0)),
    ...(expected ? { expectedTotal: moneyText(expected) } : {}),
    ...(missing ? { rounding: moneyText(missing) } : {}),
  };
}
