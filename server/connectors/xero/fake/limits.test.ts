import { describe, expect, it } from 'vitest';
import { stillDeps } from '../../fake.ts';
import { tenantLimits, xeroLimits } from './limits.ts';
import { anInvoice, openXero } from './open-xero.ts';

const accounts = '/api.xro/2.0/Accounts';

describe('the limits of an organisation', () => {
  it('count down in the headers of every answer', async () => {
    const xero = await openXero();
    await xero.call('GET', accounts);
    const { headers } = await xero.call('GET', accounts);
    expect([
      headers.get('X-MinLimit-Remaining'),
      headers.get('X-DayLimit-Remaining'),
      headers.get('X-AppMinLimit-Remaining'),
    ]).toEqual(['58', '4998', '9998']);
  });

  it('refuse the 61st call of a minute and say when the window opens', async () => {
    const xero = await openXero();
    for (let call = 0; call < 60; call += 1) await xero.call('GET', accounts);
    xero.deps.clock.at += 20_000;
    const refused = await xero.call('GET', accounts);
    expect([refused.status, refused.headers.get('Retry-After'), refused.headers.get('X-Rate-Limit-Problem')]).toEqual([
      429,
      '40',
      'minute',
    ]);
    xero.deps.clock.at += 40_000;
    expect((await xero.call('GET', accounts)).status).toBe(200);
  });

  it('refuse the sixth call in flight', async () => {
    const xero = await openXero();
    const answers = await Promise.all(Array.from({ length: 7 }, () => xero.call('GET', accounts)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.headers.get('X-Rate-Limit-Problem')).toBe('concurrent');
  });

  it('refuse the call after the 5000th of a day until the day is over', async () => {
    const deps = stillDeps();
    const start = deps.clock.at;
    await deps.store.put(
      'control',
      'limits',
      JSON.stringify({ calls: [], dayStart: start, dayCount: xeroLimits.perDay }),
    );
    const limits = tenantLimits(deps);
    deps.clock.at = start + 3_600_000;
    expect(await limits.admit()).toEqual({ problem: 'day', retryAfterSeconds: 82_800 });
    deps.clock.at = start + 86_400_000;
    expect(await limits.admit()).toBeUndefined();
  });

  it('let a call with a bad token cost nothing', async () => {
    const xero = await openXero();
    const { status, headers } = await xero.call('GET', accounts, undefined, { authorization: 'Bearer nobody' });
    expect([status, headers.get('X-MinLimit-Remaining')]).toEqual([401, '60']);
  });
});

describe('injected failures', () => {
  it('wear the vendor’s own 429', async () => {
    const xero = await openXero();
    await xero.call('PUT', '/_control/failures', {
      failNext: { status: 429, count: 1, problem: 'day', retryAfterSeconds: 66_975 },
    });
    const refused = await xero.call('GET', accounts);
    expect([refused.status, refused.headers.get('Retry-After'), refused.headers.get('X-Rate-Limit-Problem')]).toEqual([
      429,
      '66975',
      'day',
    ]);
    expect((await xero.call('GET', accounts)).status).toBe(200);
  });

  it('can lose the answer of a call that succeeded', async () => {
    const xero = await openXero();
    await xero.call('PUT', '/_control/failures', { failNext: { status: 500, count: 1, afterSuccess: true } });
    expect((await xero.put(anInvoice({ InvoiceNumber: 'SH-1' }))).status).toBe(500);
    expect((await xero.call('GET', '/api.xro/2.0/Invoices?InvoiceNumbers=SH-1')).body.Invoices).toHaveLength(1);
  });
});
