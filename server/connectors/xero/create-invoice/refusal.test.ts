import { describe, expect, it } from 'vitest';
import { Rejected, Unauthorized } from '../../contract.ts';
import { deliver, messageOf, troubleIn } from '../../testing/bench.ts';
import { anInvoice, type Ledger, ledger } from '../testing.ts';
import { createInvoice } from './index.ts';

const send = (into: Ledger, body = anInvoice()) => deliver(createInvoice, messageOf(body), into);
const puts = (of: Ledger) => of.calls.filter(({ method }) => method === 'PUT');

describe('what Xero refuses', () => {
  it.each<[string, Parameters<typeof anInvoice>, string | undefined, RegExp]>([
    [
      'an account that is not there',
      [{}, { AccountCode: '999' }],
      'LineItems[0].AccountCode',
      /Account code '999' is not a valid code/,
    ],
    ['a currency that is not enabled', [{ CurrencyCode: 'JPY' }], 'CurrencyCode', /not subscribed to currency JPY/],
    ['a date that is none', [{ Date: '20.11.2026' }], 'Date', /is not a date/],
    ['a line without words', [{}, { Description: '' }], 'LineItems[0].Description', /Description must be specified/],
    ['approval without a due date', [{ Status: 'AUTHORISED', DueDate: '' }], 'DueDate', /DueDate must be specified/],
    ['a bad email', [{ Contact: { Name: 'A', EmailAddress: 'nobody' } }], 'Contact.EmailAddress', /not a valid email/],
  ])('%s is parked with Xero’s own words and the field', async (_words, invoice, field, vendor) => {
    const trouble = await troubleIn(send(ledger(), anInvoice(...invoice)));
    expect(trouble).toBeInstanceOf(Rejected);
    expect(trouble).toMatchObject({ field, vendor: expect.stringMatching(vendor), status: 400, class: 'rejected' });
  });

  it('names the line that uses the archived account', async () => {
    const books = ledger();
    await books.control('PUT', 'accounts/210', { status: 'ARCHIVED' });
    const lines = ['200', '210'].map((AccountCode) => ({
      Description: 'x',
      UnitAmount: 10,
      TaxAmount: 0,
      AccountCode,
    }));
    const trouble = await troubleIn(send(books, anInvoice({ Total: 20, LineItems: lines })));
    expect(trouble).toMatchObject({
      field: 'LineItems[1].AccountCode',
      vendor: "Account code '210' has been archived, or has been deleted.",
    });
  });

  it('can be put right in Xero and sent again', async () => {
    const books = ledger();
    await books.control('PUT', 'accounts/200', { status: 'ARCHIVED' });
    expect(await troubleIn(send(books))).toBeInstanceOf(Rejected);
    await books.control('PUT', 'accounts/200', { status: 'ACTIVE' });
    books.deps.clock.at += 60_000;
    await send(books);
    expect(await books.invoices()).toHaveLength(1);
  });

  it('reads a refusal that comes as XML', async () => {
    const books = ledger();
    const prepared = await createInvoice.prepare(messageOf(anInvoice()), books.ctx);
    const xml =
      '<ApiException><Type>ValidationException</Type><Message>A validation exception occurred</Message><Elements>' +
      '<DataContractBase><ValidationErrors><ValidationError><Message>Account code &apos;200&apos; &amp; more</Message>' +
      '</ValidationError></ValidationErrors></DataContractBase></Elements></ApiException>';
    books.interruptions.push(new Response(xml, { status: 400 }), new Response(xml, { status: 400 }));
    const trouble = await troubleIn(createInvoice.perform(prepared, messageOf({}), books.ctx));
    expect(trouble).toMatchObject({ vendor: "Account code '200' & more", field: 'LineItems[0].AccountCode' });
  });

  it.each<[string, Parameters<typeof anInvoice>, string]>([
    ['a number', [{ InvoiceNumber: '' }], 'InvoiceNumber'],
    ['lines', [{ LineItems: [] }], 'LineItems'],
    ['a contact', [{ Contact: {} }], 'Contact.Name'],
    ['a price', [{}, { UnitAmount: '' }], 'LineItems[0].UnitAmount'],
    ['a price that is a number', [{}, { UnitAmount: 'free' }], 'LineItems[0].UnitAmount'],
    ['a total that is a number', [{ Total: 'much' }], 'Total'],
    ['a known way to hold tax', [{ LineAmountTypes: 'Both' }], 'LineAmountTypes'],
    ['a known tax rate', [{}, { TaxAmount: '', TaxType: 'TAX999' }], 'LineItems[0].TaxType'],
  ])('an invoice without %s is never sent', async (_words, invoice, field) => {
    const books = ledger();
    expect(await troubleIn(send(books, anInvoice(...invoice)))).toMatchObject({ name: 'Rejected', field });
    expect(puts(books)).toEqual([]);
  });
});

describe('when Xero cannot', () => {
  it.each([
    ['minute', 12, '60 calls per minute'],
    ['day', 66975, 'calls per day'],
    ['concurrent', 1, 'more than 5 calls'],
  ])('waits as long as a 429 for %s says, and why', async (problem, seconds, words) => {
    const books = ledger();
    await send(books);
    await books.control('PUT', 'failures', {
      failNext: { status: 429, retryAfterSeconds: seconds, problem, count: 5 },
    });
    const trouble = await troubleIn(send(books, anInvoice({ InvoiceNumber: 'SH-2' })));
    expect(trouble).toMatchObject({
      name: 'Retryable',
      status: 429,
      afterSeconds: seconds,
      message: expect.stringContaining(words),
    });
  });

  it('asks for a fresh token once when the old one is refused', async () => {
    const books = ledger();
    await send(books);
    await books.control('POST', 'expire-tokens');
    await send(books, anInvoice({ InvoiceNumber: 'SH-2' }));
    expect(books.calls.filter(({ url }) => url.endsWith('/connect/token'))).toHaveLength(2);
    expect(await books.invoices()).toHaveLength(2);
  });

  it('gives up on credentials that are refused twice', async () => {
    const books = ledger();
    books.connection.secrets.clientSecret = 'wrong';
    expect(await troubleIn(send(books))).toBeInstanceOf(Unauthorized);
  });

  it('says which scopes a new app may ask for', async () => {
    const books = ledger({}, { scopes: 'accounting.transactions' });
    const trouble = await troubleIn(send(books));
    expect(trouble).toBeInstanceOf(Unauthorized);
    expect(trouble).toMatchObject({ wayOut: expect.stringContaining('accounting.invoices') });
  });
});
