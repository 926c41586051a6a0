import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

const invoices = '/api.xro/2.0/Invoices';
const key = (value: string) => ({ 'idempotency-key': value });

describe('an Idempotency-Key', () => {
  it('replays the first answer, byte for byte, and creates nothing', async () => {
    const xero = await openXero();
    const first = await xero.call('PUT', invoices, anInvoice({ InvoiceNumber: 'SH-1' }), key('k'));
    xero.deps.clock.at += 1000;
    const second = await xero.call('PUT', invoices, anInvoice({ InvoiceNumber: 'SH-1' }), key('k'));
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect((await xero.call('GET', invoices)).body.Invoices).toHaveLength(1);
  });

  it('is refused for another body', async () => {
    const xero = await openXero();
    await xero.call('PUT', invoices, anInvoice(), key('k'));
    const { status, body } = await xero.call('PUT', invoices, anInvoice({ Reference: 'other' }), key('k'));
    expect([status, body.Message]).toEqual([
      400,
      'The Idempotency-Key has already been used with a different request.',
    ]);
  });

  it('is refused beyond 128 characters', async () => {
    const xero = await openXero();
    expect((await xero.call('PUT', invoices, anInvoice(), key('x'.repeat(128)))).status).toBe(200);
    expect((await xero.call('PUT', invoices, anInvoice(), key('x'.repeat(129)))).status).toBe(400);
  });

  it('may carry the call again after it was refused', async () => {
    const xero = await openXero();
    await xero.call('PUT', '/_control/accounts/200', { status: 'ARCHIVED' });
    expect((await xero.call('PUT', invoices, anInvoice(), key('k'))).status).toBe(400);
    await xero.call('PUT', '/_control/accounts/200', { status: 'ACTIVE' });
    expect((await xero.call('PUT', invoices, anInvoice(), key('k'))).status).toBe(200);
  });
});
