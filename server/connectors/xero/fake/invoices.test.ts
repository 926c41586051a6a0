import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

describe('writing invoices', () => {
  it('creates a draft with its contact and dates in the vendor’s own form', async () => {
    const xero = await openXero();
    const { body } = await xero.put(anInvoice({ InvoiceNumber: 'SH-1001', DueDate: '2026-12-07', Reference: '#1001' }));
    expect(body.Invoices[0]).toMatchObject({
      InvoiceNumber: 'SH-1001',
      Status: 'DRAFT',
      Reference: '#1001',
      Date: '/Date(1795392000000+0000)/',
      DateString: '2026-11-23T00:00:00',
      DueDateString: '2026-12-07T00:00:00',
      UpdatedDateUTC: '/Date(1795424400000+0000)/',
      UpdatedDateUTCString: '2026-11-23T09:00:00Z',
      CurrencyCode: 'EUR',
      StatusAttributeString: 'OK',
      Contact: { Name: 'Amelie Brandt' },
      Total: 40,
    });
  });

  it('takes one bare object as well as a list', async () => {
    const xero = await openXero();
    const { status, body } = await xero.call('PUT', '/api.xro/2.0/Invoices', anInvoice());
    expect(status).toBe(200);
    expect(body.Invoices[0].InvoiceNumber).toBe('INV-0001');
  });

  it('refuses a second PUT with the same number and keeps the first', async () => {
    const xero = await openXero();
    await xero.put(anInvoice({ InvoiceNumber: 'SH-1001' }));
    const again = await xero.put(anInvoice({ InvoiceNumber: 'SH-1001' }, { UnitAmount: 99 }));
    expect(again.status).toBe(400);
    expect(again.body).toMatchObject({
      ErrorNumber: 10,
      Type: 'ValidationException',
      Elements: [{ InvoiceNumber: 'SH-1001', ValidationErrors: [{ Message: 'Invoice # must be unique.' }] }],
    });
    const kept = await xero.call('GET', '/api.xro/2.0/Invoices/SH-1001');
    expect(kept.body.Invoices[0].Total).toBe(40);
  });

  it('overwrites silently on POST with the same number', async () => {
    const xero = await openXero();
    const first = await xero.put(anInvoice({ InvoiceNumber: 'SH-1001' }));
    const post = await xero.call(
      'POST',
      '/api.xro/2.0/Invoices',
      anInvoice({ InvoiceNumber: 'SH-1001' }, { UnitAmount: 99 }),
    );
    expect(post.body.Invoices[0].InvoiceID).toBe(first.body.Invoices[0].InvoiceID);
    expect(post.body.Invoices[0].Total).toBe(198);
    expect((await xero.call('GET', '/_control/invoices')).body.invoices).toHaveLength(1);
  });

  it('lets two bills share a number', async () => {
    const xero = await openXero();
    const bill = anInvoice({ Type: 'ACCPAY', InvoiceNumber: 'R-7' }, { AccountCode: '404' });
    expect((await xero.put(bill)).status).toBe(200);
    expect((await xero.put(bill)).status).toBe(200);
  });

  it('authorises, voids, and then lets nobody change the invoice again', async () => {
    const xero = await openXero();
    const { body } = await xero.put(anInvoice());
    const path = `/api.xro/2.0/Invoices/${body.Invoices[0].InvoiceID}`;
    const authorised = await xero.call('POST', path, { Status: 'AUTHORISED', DueDate: '2026-12-01' });
    expect(authorised.body.Invoices[0].Status).toBe('AUTHORISED');
    expect((await xero.call('POST', path, { Status: 'DRAFT' })).status).toBe(400);
    const voided = await xero.call('POST', path, { Status: 'VOIDED' });
    expect(voided.body.Invoices[0]).toMatchObject({ Status: 'VOIDED', AmountDue: 0 });
    const late = await xero.call('POST', path, { Reference: 'late' });
    expect(late.body.Elements[0].ValidationErrors[0].Message).toBe('Invoice not of valid status for modification');
  });

  it('keeps the good ones of a batch when errors are not summarised', async () => {
    const xero = await openXero();
    const batch = Array.from({ length: 50 }, (_, index) =>
      anInvoice({ InvoiceNumber: `SH-${index}` }, index % 20 === 5 ? { AccountCode: '4010' } : {}),
    );
    const { status, body } = await xero.put(batch, '?summarizeErrors=false');
    expect(status).toBe(200);
    const refused = body.Invoices.filter((each: { HasErrors: boolean }) => each.HasErrors);
    expect(refused.map((each: { InvoiceNumber: string }) => each.InvoiceNumber)).toEqual(['SH-5', 'SH-25', 'SH-45']);
    expect(refused[0]).toMatchObject({
      StatusAttributeString: 'ERROR',
      ValidationErrors: [{ Message: "Account code '4010' is not a valid code for this document." }],
    });
    expect((await xero.call('GET', '/_control/invoices')).body.invoices).toHaveLength(47);
  });

  it('keeps none of a batch when errors are summarised, which is the default', async () => {
    const xero = await openXero();
    const { status, body } = await xero.put([anInvoice(), anInvoice({}, { AccountCode: '4010' })]);
    expect(status).toBe(400);
    expect(body.Elements).toHaveLength(1);
    expect((await xero.call('GET', '/_control/invoices')).body.invoices).toEqual([]);
    expect((await xero.call('GET', '/api.xro/2.0/Contacts')).body.Contacts).toEqual([]);
  });

  it('finds a number used twice within one call', async () => {
    const xero = await openXero();
    const { body } = await xero.put(
      [anInvoice({ InvoiceNumber: 'A' }), anInvoice({ InvoiceNumber: 'A' })],
      '?summarizeErrors=false',
    );
    expect(body.Invoices.map((each: { HasErrors: boolean }) => each.HasErrors)).toEqual([false, true]);
  });
});

describe('reading invoices', () => {
  const three = async () => {
    const xero = await openXero();
    for (const [InvoiceNumber, Status] of [
      ['A', 'DRAFT'],
      ['B', 'AUTHORISED'],
      ['C', 'DRAFT'],
    ]) {
      await xero.put(anInvoice({ InvoiceNumber, Status, DueDate: '2026-12-01' }));
      xero.deps.clock.at += 60_000;
    }
    return xero;
  };

  it.each([
    { query: '?InvoiceNumbers=A,C', found: ['A', 'C'] },
    { query: '?Statuses=AUTHORISED', found: ['B'] },
    { query: '?page=2&pageSize=2', found: ['C'] },
    { query: '?order=InvoiceNumber%20DESC', found: ['C', 'B', 'A'] },
    { query: `?where=${encodeURIComponent('Status=="DRAFT" AND InvoiceNumber=="C"')}`, found: ['C'] },
    { query: '?InvoiceNumbers=Z', found: [] },
  ])('answers $query with $found', async ({ query, found }) => {
    const { body } = await (await three()).call('GET', `/api.xro/2.0/Invoices${query}`);
    expect(body.Invoices.map((each: { InvoiceNumber: string }) => each.InvoiceNumber)).toEqual(found);
  });

  it('counts the pages', async () => {
    const { body } = await (await three()).call('GET', '/api.xro/2.0/Invoices?page=1&pageSize=2');
    expect(body.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 2, itemCount: 3 });
  });

  it.each([
    ['', 0],
    ['?page=1', 1],
    ['?page=1&summaryOnly=true', 0],
  ])('gives the lines only with a page: %s', async (query, lines) => {
    const { body } = await (await three()).call('GET', `/api.xro/2.0/Invoices${query}`);
    expect(body.Invoices[0].LineItems).toHaveLength(lines);
  });

  it.each(['2026-11-23T09:01:00', 'Mon, 23 Nov 2026 09:01:00 GMT'])(
    'leaves out what was not changed since %s',
    async (since) => {
      const { body } = await (await three()).call('GET', '/api.xro/2.0/Invoices', undefined, {
        'if-modified-since': since,
      });
      expect(body.Invoices.map((each: { InvoiceNumber: string }) => each.InvoiceNumber)).toEqual(['B', 'C']);
    },
  );

  it('does not know a number that was never given', async () => {
    expect((await (await three()).call('GET', '/api.xro/2.0/Invoices/Z')).status).toBe(404);
  });

  it('says so when it cannot read a where', async () => {
    const { status, body } = await (await three()).call('GET', '/api.xro/2.0/Invoices?where=Total%3E10');
    expect([status, body.Type]).toEqual([400, 'QueryParseException']);
  });
});
