import { describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import { Rejected } from '../../contract.ts';
import { deliver, messageOf, troubleIn } from '../../testing/bench.ts';
import { anInvoice, type Ledger, ledger } from '../testing.ts';
import { createInvoice } from './index.ts';

const send = (into: Ledger, body = anInvoice(), id = 'message-1') =>
  deliver(createInvoice, messageOf(body, { id }), into);
const puts = (of: Ledger) => of.calls.filter(({ method }) => method === 'PUT');

describe('create invoice', () => {
  it('makes one draft with the lines, the tax and the total of the order', async () => {
    const books = ledger();
    const { body, receipt } = await send(books);
    const [invoice] = await books.invoices();
    expect(invoice).toMatchObject({
      InvoiceNumber: 'SH-1042',
      Status: 'DRAFT',
      SubTotal: 129,
      TotalTax: 24.51,
      Total: 153.51,
    });
    expect(invoice.LineItems).toMatchObject([
      { Description: 'Oak stool', Quantity: 2, UnitAmount: 64.5, AccountCode: '200' },
    ]);
    expect(body).toMatchObject({ InvoiceID: invoice.InvoiceID, Date: '2026-11-20', DueDate: '2026-12-04' });
    expect(receipt).toEqual({ entity: 'invoice', sourceKey: 'SH-1042', externalId: invoice.InvoiceID });
  });

  it('sends amounts digit for digit, says summarizeErrors and carries a key', async () => {
    const books = ledger();
    await send(
      books,
      anInvoice(
        { Total: undefined as never },
        { UnitAmount: '0.1234', Quantity: parseJson('1000000.0001'), TaxAmount: '0' },
      ),
    );
    const [put] = puts(books);
    expect(put?.url).toBe('http://fake/api.xro/2.0/Invoices?summarizeErrors=false&unitdp=4');
    expect(put?.body).toContain('"Quantity":1000000.0001,"UnitAmount":0.1234,"TaxAmount":0,');
    expect(put?.headers['idempotency-key']).toMatch(/^[0-9a-f]{64}-[0-9a-f]{16}$/);
  });

  it('prepares the same request every time and shows no secret in it', async () => {
    const books = ledger();
    const first = await createInvoice.prepare(messageOf(anInvoice()), books.ctx);
    const again = await createInvoice.prepare(messageOf(anInvoice()), books.ctx);
    expect(again).toEqual(first);
    expect(JSON.stringify(first)).not.toMatch(/xero-client-secret|Bearer/);
    expect(first.body).not.toHaveProperty('Invoices.0.Total');
  });

  it.each([
    ['mapped', undefined, 'DRAFT'],
    ['mapped', 'AUTHORISED', 'AUTHORISED'],
    ['DRAFT', 'AUTHORISED', 'DRAFT'],
    ['AUTHORISED', 'DRAFT', 'AUTHORISED'],
  ])('with status %s and %s mapped makes it %s', async (status, mapped, expected) => {
    const books = ledger({ status });
    await send(books, anInvoice(mapped ? { Status: mapped } : {}));
    expect((await books.invoices())[0].Status).toBe(expected);
  });

  it('books lines without an account or a tax type by the node’s own, and dates them where the organisation is', async () => {
    const books = ledger({ account: '210', taxType: 'TAX002' });
    const line = { AccountCode: '', TaxAmount: '9.03' };
    await send(books, anInvoice({ Date: '', Total: '138.03' }, line));
    expect((await books.invoices())[0]).toMatchObject({
      DateString: '2026-11-23T00:00:00',
      LineItems: [{ AccountCode: '210', TaxType: 'TAX002' }],
    });
  });
});

describe('the total guard', () => {
  const rounding = (tax: 'TaxAmount' | 'TaxType', total: string) =>
    anInvoice({
      Total: total,
      LineItems: ['25.06', '25.61', '25.63'].map((UnitAmount, index) => ({
        Description: `Line ${index + 1}`,
        Quantity: 1,
        UnitAmount,
        AccountCode: '200',
        ...(tax === 'TaxType' ? { TaxType: 'OUTPUT' } : { TaxAmount: ['3.76', '3.84', '3.84'][index] ?? '' }),
      })),
    });

  it.each(['TaxType', 'TaxAmount'] as const)(
    'books one cent to the rounding account when the order rounded as a whole, tax by %s',
    async (tax) => {
      const books = ledger();
      await send(books, rounding(tax, '87.75'));
      const [invoice] = await books.invoices();
      expect(invoice).toMatchObject({ TotalTax: 11.44, Total: 87.75 });
      expect(invoice.LineItems[3]).toMatchObject({
        Description: 'Rounding',
        LineAmount: 0.01,
        AccountCode: '860',
        TaxAmount: 0,
      });
    },
  );

  it('adds no line when the totals are equal', async () => {
    const books = ledger();
    await send(books, rounding('TaxType', '87.74'));
    expect((await books.invoices())[0].LineItems).toHaveLength(3);
  });

  it.each([
    ['87.79', 0.05],
    ['87.69', -0.05],
  ])('lets %s pass with %s of rounding', async (total, amount) => {
    const books = ledger();
    await send(books, rounding('TaxType', total));
    expect((await books.invoices())[0].LineItems[3]).toMatchObject({ LineAmount: amount });
  });

  it.each(['87.80', '87.68', '0'])(
    'stops %s before anything is sent, with both totals and a way out',
    async (total) => {
      const books = ledger();
      const trouble = await troubleIn(send(books, rounding('TaxType', total)));
      expect(trouble).toBeInstanceOf(Rejected);
      expect(trouble).toMatchObject({
        field: 'Total',
        message: expect.stringMatching(new RegExp(`${total}.*87\\.74 EUR \\(76\\.30 \\+ tax 11\\.44\\)`)),
      });
      expect(trouble).toMatchObject({ wayOut: expect.stringContaining('TaxAmount') });
      expect(puts(books)).toEqual([]);
    },
  );

  it('computes with the account’s own rate where a line names neither tax nor tax type', async () => {
    const books = ledger();
    const trouble = await troubleIn(send(books, anInvoice({ Total: '139.32' }, { TaxAmount: '' })));
    expect(trouble).toMatchObject({ message: expect.stringContaining('153.51 EUR (129.00 + tax 24.51)') });
  });

  it('takes tax that is included as it is', async () => {
    const books = ledger();
    await send(books, anInvoice({ LineAmountTypes: 'Inclusive', Total: '129.00' }, { TaxAmount: '20.60' }));
    expect((await books.invoices())[0]).toMatchObject({ SubTotal: 108.4, TotalTax: 20.6, Total: 129 });
  });

  it('takes the discount of a line off before tax', async () => {
    const books = ledger();
    await send(books, anInvoice({ Total: '141.61' }, { DiscountAmount: '10.00', TaxAmount: '22.61' }));
    expect((await books.invoices())[0]).toMatchObject({ SubTotal: 119, Total: 141.61 });
  });

  it('takes a total of zero', async () => {
    const books = ledger();
    await send(books, anInvoice({ Total: '0.00' }, { DiscountAmount: '129.00', TaxAmount: '0.00' }));
    expect((await books.invoices())[0]).toMatchObject({ Total: 0 });
  });

  it('parks the message when Xero arrives at another total all the same, and names both', async () => {
    const books = ledger();
    const { prepared } = await send(books);
    const answer = {
      Invoices: [{ InvoiceID: 'x', InvoiceNumber: 'SH-1042', StatusAttributeString: 'OK', Total: 153.5 }],
    };
    books.receipts.clear();
    books.interruptions.push(Response.json(answer));
    const trouble = await troubleIn(Promise.resolve(createInvoice.perform(prepared, messageOf({}), books.ctx)));
    expect(trouble).toMatchObject({ name: 'Rejected', message: expect.stringMatching(/SH-1042.*153\.50.*153\.51/) });
  });
});

describe('an invoice that is there already', () => {
  it('is found when the answer to its creation was lost: one invoice, delivered', async () => {
    const books = ledger();
    const prepared = await createInvoice.prepare(messageOf(anInvoice()), books.ctx);
    books.interruptions.push('lost');
    expect(await troubleIn(createInvoice.perform(prepared, messageOf({}), books.ctx))).toMatchObject({
      name: 'Retryable',
      maybeSent: true,
    });
    const { body } = await send(books);
    expect(await books.invoices()).toHaveLength(1);
    expect(body).toMatchObject({ InvoiceNumber: 'SH-1042', Total: 153.51 });
  });

  it('is the answer to the same order in another message, by receipt or by number', async () => {
    const books = ledger();
    await send(books);
    await send(books, anInvoice(), 'message-2');
    expect(puts(books)).toHaveLength(1);
    books.receipts.clear();
    const { receipt } = await send(books, anInvoice(), 'message-3');
    expect(await books.invoices()).toHaveLength(1);
    expect(receipt?.externalId).toBe((await books.invoices())[0].InvoiceID);
  });

  it.each([
    ['another total', anInvoice({ Total: '147.56' }, { TaxAmount: '18.56' }), /total 153\.51 there, 147\.56 here/],
    [
      'another contact',
      anInvoice({ Contact: { Name: 'Bo Lindqvist' } }),
      /contact Amelie Brandt there, Bo Lindqvist here/,
    ],
    ['another currency', anInvoice({ CurrencyCode: 'USD' }), /currency EUR there, USD here/],
    [
      'another number of lines',
      anInvoice({
        Total: '153.51',
        LineItems: ['100', '53.51'].map((UnitAmount) => ({
          Description: 'x',
          UnitAmount,
          TaxAmount: 0,
          AccountCode: '200',
        })),
      }),
      /1 lines there, 2 here/,
    ],
  ])('with %s is a conflict that names the difference', async (_words, other, message) => {
    const books = ledger();
    await send(books);
    const trouble = await troubleIn(send(books, other, 'message-2'));
    expect(trouble).toMatchObject({ name: 'Rejected', class: 'conflict', message: expect.stringMatching(message) });
    expect(await books.invoices()).toHaveLength(1);
  });

  it('is found for a bill too, whose number Xero does not keep unique', async () => {
    const books = ledger();
    const bill = anInvoice({ Type: 'ACCPAY' }, { AccountCode: '310' });
    await send(books, bill);
    books.receipts.clear();
    await send(books, bill, 'message-2');
    expect(await books.invoices()).toHaveLength(1);
  });
});

describe('the contact', () => {
  const name = async (books: Ledger) => (await books.invoices())[0].Contact;

  it.each([
    ['number', { ContactNumber: '6940095564', Name: 'A. Brandt (old)' }],
    ['email', { EmailAddress: 'amelie@example.com', Name: 'Brandt GmbH' }],
  ])('is found by %s before a new one is made', async (_by, known) => {
    const books = ledger();
    await books.send('PUT', '/api.xro/2.0/Contacts', { Contacts: [known] });
    await send(books);
    expect((await name(books)).Name).toBe(known.Name);
  });

  it('that shares the email but carries another number is somebody else', async () => {
    const books = ledger();
    await books.send('PUT', '/api.xro/2.0/Contacts', {
      Contacts: [{ Name: 'Her husband', EmailAddress: 'amelie@example.com', ContactNumber: '1' }],
    });
    await send(books);
    expect(await name(books)).toMatchObject({ Name: 'Amelie Brandt', ContactNumber: '6940095564' });
  });

  it('is the one that has the name already', async () => {
    const books = ledger();
    await books.send('PUT', '/api.xro/2.0/Contacts', { Contacts: [{ Name: 'amelie brandt', ContactNumber: '1' }] });
    await send(books);
    expect(await name(books)).toMatchObject({ Name: 'amelie brandt' });
  });

  it('is parked for when only known ones are wanted', async () => {
    const books = ledger({ contact: 'existing' });
    expect(await troubleIn(send(books))).toMatchObject({
      name: 'Rejected',
      field: 'Contact',
      message: 'Xero has no contact Amelie Brandt.',
    });
  });

  it('of the same name is used when Xero says that the name is taken', async () => {
    const books = ledger();
    const prepared = await createInvoice.prepare(messageOf(anInvoice()), books.ctx);
    await books.send('PUT', '/api.xro/2.0/Contacts', { Contacts: [{ Name: 'Amelie Brandt' }] });
    const words =
      'The contact name Amelie Brandt is already assigned to another contact. The contact name must be unique across all active contacts.';
    const refused = { Invoices: [{ StatusAttributeString: 'ERROR', ValidationErrors: [{ Message: words }] }] };
    books.interruptions.push(Response.json(refused), Response.json(refused));
    await createInvoice.perform(prepared, messageOf(anInvoice()), books.ctx);
    const [first, again, second] = puts(books);
    expect(second?.body).toContain('"ContactID"');
    const keys = [first, again, second].map((put) => put?.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
  });
});
