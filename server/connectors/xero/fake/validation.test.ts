import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

const refusals: { title: string; invoice: unknown; message: string }[] = [
  { title: 'no type', invoice: anInvoice({ Type: null }), message: 'Invoice Type must be' },
  { title: 'no contact', invoice: anInvoice({ Contact: null }), message: 'A Contact must be specified' },
  { title: 'no lines', invoice: anInvoice({ LineItems: [] }), message: 'One or more line items must be specified' },
  {
    title: 'a line without words',
    invoice: anInvoice({}, { Description: '' }),
    message: 'Description must be specified',
  },
  {
    title: 'an unknown account',
    invoice: anInvoice({}, { AccountCode: '4010' }),
    message: "Account code '4010' is not a valid code for this document.",
  },
  {
    title: 'a bank account',
    invoice: anInvoice({}, { AccountCode: '090' }),
    message: "Account code '090' is not a valid code",
  },
  {
    title: 'an unknown tax type',
    invoice: anInvoice({}, { TaxType: 'VAT99' }),
    message: "The TaxType code 'VAT99' does not exist",
  },
  {
    title: 'purchase tax on income',
    invoice: anInvoice({}, { TaxType: 'INPUT' }),
    message: "The TaxType code 'INPUT' cannot be used with account code '200'.",
  },
  {
    title: 'approval without a due date',
    invoice: anInvoice({ Status: 'AUTHORISED' }),
    message: 'DueDate must be specified',
  },
  {
    title: 'approval without an account',
    invoice: anInvoice({ Status: 'AUTHORISED', DueDate: '2026-12-01' }, { AccountCode: null }),
    message: 'Account code must be specified',
  },
  {
    title: 'a currency that is not enabled',
    invoice: anInvoice({ CurrencyCode: 'SEK' }),
    message: 'Organisation is not subscribed to currency SEK',
  },
  {
    title: 'a number of 256 characters',
    invoice: anInvoice({ InvoiceNumber: 'x'.repeat(256) }),
    message: 'InvoiceNumber must not be longer than 255',
  },
  {
    title: 'a line amount that does not add up',
    invoice: anInvoice({}, { LineAmount: 41 }),
    message: 'The line total 41.00 does not match the expected line total 40.00',
  },
  {
    title: 'a discount on a bill',
    invoice: anInvoice({ Type: 'ACCPAY' }, { DiscountAmount: 1, AccountCode: '404' }),
    message: 'Discounts are only allowed on sales invoices',
  },
  {
    title: 'a date that is none',
    invoice: anInvoice({ Date: '2026-02-30' }),
    message: 'Date 2026-02-30 is not a date',
  },
  {
    title: 'a new invoice already voided',
    invoice: anInvoice({ Status: 'VOIDED' }),
    message: 'cannot have the status VOIDED',
  },
  {
    title: 'three tracking categories',
    invoice: anInvoice({}, { Tracking: [{}, {}, {}] }),
    message: 'at most two tracking categories',
  },
];

describe('an invoice is refused for', () => {
  it.each(refusals)('$title', async ({ invoice, message }) => {
    const { status, body } = await (await openXero()).put(invoice);
    expect(status).toBe(400);
    expect(body.Message).toBe('A validation exception occurred');
    expect(body.Elements[0].ValidationErrors[0].Message).toContain(message);
  });

  it('all its faults at once', async () => {
    const { body } = await (await openXero()).put(anInvoice({ Type: null, CurrencyCode: 'SEK' }, { Description: '' }));
    expect(body.Elements[0].ValidationErrors).toHaveLength(3);
  });

  it('an account that was archived meanwhile, until it is active again', async () => {
    const xero = await openXero();
    await xero.call('PUT', '/_control/accounts/200', { status: 'ARCHIVED' });
    const { body } = await xero.put(anInvoice());
    expect(body.Elements[0].ValidationErrors[0].Message).toBe(
      "Account code '200' has been archived, or has been deleted.",
    );
    await xero.call('PUT', '/_control/accounts/200', { status: 'ACTIVE' });
    expect((await xero.put(anInvoice())).status).toBe(200);
  });
});

describe('an invoice is accepted', () => {
  it.each([
    ['with a draft line that has no account', anInvoice({}, { AccountCode: null })],
    ['with a due date before its date', anInvoice({ DueDate: '2026-01-01' })],
    ['on the rounding account', anInvoice({}, { AccountCode: '860' })],
    ['in an enabled foreign currency', anInvoice({ CurrencyCode: 'USD' })],
    ['with numbers sent as text', anInvoice({}, { UnitAmount: '20.00' })],
    ['with a date in the vendor’s own form', anInvoice({ Date: '/Date(1552262400000+0000)/' })],
    ['with a line amount that adds up', anInvoice({}, { LineAmount: 40 })],
  ])('%s', async (_title, invoice) => {
    expect((await (await openXero()).put(invoice)).status).toBe(200);
  });
});

describe('a body that cannot be read', () => {
  it.each([
    ['is no JSON', '{"Type":'],
    ['has a word for a number', anInvoice({}, { Quantity: 'many' })],
    ['is empty', ''],
  ])('is refused as post data when it %s', async (_title, body) => {
    const answer = await (await openXero()).call('PUT', '/api.xro/2.0/Invoices', body);
    expect([answer.status, answer.body.Type]).toEqual([400, 'PostDataInvalidException']);
  });

  it('is refused in XML when the caller did not ask for JSON', async () => {
    const xero = await openXero();
    const { status, headers, text } = await xero.call(
      'PUT',
      '/api.xro/2.0/Invoices',
      anInvoice({}, { AccountCode: '<9>' }),
      { accept: '*/*' },
    );
    expect([status, headers.get('content-type')]).toEqual([400, 'text/xml; charset=utf-8']);
    expect(text).toContain('<ApiException><ErrorNumber>10</ErrorNumber><Type>ValidationException</Type>');
    expect(text).toContain(
      '<ValidationError><Message>Account code &apos;&lt;9&gt;&apos; is not a valid code'.replaceAll('&apos;', "'"),
    );
  });
});
