import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

describe('the settings of the organisation', () => {
  it('name its zone and currency as the vendor does', async () => {
    const { body } = await (await openXero()).call('GET', '/api.xro/2.0/Organisation');
    expect(body.Organisations[0]).toMatchObject({ Timezone: 'WEUROPESTANDARDTIME', BaseCurrency: 'EUR' });
  });

  it('show the rounding account by its system name', async () => {
    const xero = await openXero();
    const { body } = await xero.call(
      'GET',
      `/api.xro/2.0/Accounts?where=${encodeURIComponent('SystemAccount=="ROUNDING"')}`,
    );
    expect(body.Accounts.map((each: { Code: string }) => each.Code)).toEqual(['860']);
  });

  it('show the parts of each tax rate', async () => {
    const { body } = await (await openXero()).call('GET', '/api.xro/2.0/TaxRates');
    const county = body.TaxRates.find((each: { TaxType: string }) => each.TaxType === 'TAX008');
    expect(county).toMatchObject({ EffectiveRate: 8.5, TaxComponents: [{ Rate: 6 }, { Rate: 2.5 }] });
  });

  it('list the enabled currencies', async () => {
    const { body } = await (await openXero()).call('GET', '/api.xro/2.0/Currencies');
    expect(body.Currencies.map((each: { Code: string }) => each.Code)).toEqual(['EUR', 'USD', 'GBP']);
  });

  it('date an undated invoice by the organisation’s own day', async () => {
    const xero = await openXero();
    xero.deps.clock.at = Date.parse('2026-11-23T23:30:00Z');
    const token = await xero.call('POST', '/_control/consent');
    const { body } = await xero.call('PUT', '/api.xro/2.0/Invoices', anInvoice({ Date: null }), {
      authorization: `Bearer ${token.body.access_token}`,
      'xero-tenant-id': (await xero.call('GET', '/_control/state')).body.tenantId,
    });
    expect(body.Invoices[0].DateString).toBe('2026-11-24T00:00:00');
  });
});

describe('the sandbox verbs', () => {
  it('tell what the ledger holds and empty it', async () => {
    const xero = await openXero();
    await xero.put(anInvoice());
    expect((await xero.call('GET', '/_control/state')).body).toMatchObject({
      name: 'xero',
      invoices: 1,
      contacts: 1,
      callsCounted: { minute: 1, day: 1 },
    });
    expect((await xero.call('POST', '/_control/reset')).body).toMatchObject({ invoices: 0, contacts: 0 });
  });

  it('name a verb they do not have', async () => {
    const { status, body } = await (await openXero()).call('POST', '/_control/nothing');
    expect([status, body.message]).toEqual([404, 'The sandbox has no verb POST /_control/nothing.']);
  });
});
