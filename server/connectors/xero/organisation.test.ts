import { describe, expect, it } from 'vitest';
import { xero } from './index.ts';
import { organisationZone } from './organisation.ts';
import { ledger } from './testing.ts';

describe('the organisation', () => {
  it('has its time zone as IANA names it, asked once', async () => {
    const books = ledger();
    await organisationZone(books.ctx);
    await expect(organisationZone(books.ctx)).resolves.toBe('Europe/Berlin');
    expect(books.calls.filter(({ url }) => url.endsWith('/Organisation'))).toHaveLength(1);
  });

  it.each([
    ['NEWZEALANDSTANDARDTIME', 'Pacific/Auckland'],
    ['EASTERNSTANDARDTIME(MEXICO)', 'America/Cancun'],
    ['UTC02', 'Etc/GMT+2'],
    ['UTC+12', 'Etc/GMT-12'],
    ['NOWHERESTANDARDTIME', 'Etc/UTC'],
  ])('in %s is in %s', async (Timezone, zone) => {
    const books = ledger();
    books.interruptions.push('pass', Response.json({ Organisations: [{ Name: 'Somewhere', Timezone }] }));
    await expect(organisationZone(books.ctx)).resolves.toBe(zone);
    expect(books.logged.length).toBe(zone === 'Etc/UTC' ? 1 : 0);
  });

  it('is named by the test, which asks anew every time', async () => {
    const books = ledger();
    await expect(xero.test?.(books.ctx)).resolves.toBe('Connected to Wheelwright Sandbox GmbH (EUR, Europe/Berlin).');
    books.connection.secrets.clientSecret = 'wrong';
    await books.control('POST', 'expire-tokens');
    await expect(xero.test?.(books.ctx)).rejects.toThrow('does not know this client id');
  });
});

describe('options', () => {
  it('are the accounts that can stand on a line, without archived and system ones', async () => {
    const books = ledger();
    await books.control('PUT', 'accounts/210', { status: 'ARCHIVED' });
    const options = await xero.options?.accounts?.(books.ctx);
    expect(options).toContainEqual({ value: '200', label: '200 Sales' });
    expect(options?.map(({ value }) => value)).not.toEqual(expect.arrayContaining(['210']));
    expect(options?.map(({ value }) => value)).not.toEqual(expect.arrayContaining(['860']));
    expect(options?.map(({ value }) => value)).not.toEqual(expect.arrayContaining(['090']));
  });

  it('are the tax rates with their percentages', async () => {
    const options = await xero.options?.['tax-rates']?.(ledger().ctx);
    expect(options).toContainEqual({ value: 'TAX001', label: 'DE MwSt 19% (19 %)' });
  });
});
