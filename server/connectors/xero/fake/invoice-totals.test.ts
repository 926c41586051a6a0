import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

const cases: {
  title: string;
  types?: string;
  lines: Record<string, unknown>[];
  query?: string;
  totals: [subTotal: string, tax: string, total: string];
}[] = [
  {
    title: 'rounds tax per line and then adds, as in the vendor’s own example',
    lines: [
      { UnitAmount: 25.06, TaxType: 'OUTPUT' },
      { UnitAmount: 25.61, TaxType: 'OUTPUT' },
      { UnitAmount: 25.63, TaxType: 'OUTPUT' },
    ],
    totals: ['76.30', '11.44', '87.74'],
  },
  { title: 'rounds half a cent up', lines: [{ UnitAmount: 7.5, TaxType: 'TAX001' }], totals: ['7.50', '1.43', '8.93'] },
  {
    title: 'rounds half a cent of a credit line away from zero',
    lines: [{ UnitAmount: -7.5, TaxType: 'TAX001' }],
    totals: ['-7.50', '-1.43', '-8.93'],
  },
  {
    title: 'takes the tax out of inclusive amounts',
    types: 'Inclusive',
    lines: [{ UnitAmount: 119, TaxType: 'TAX001' }],
    totals: ['100.00', '19.00', '119.00'],
  },
  {
    title: 'books no tax under NoTax, whatever the line says',
    types: 'NoTax',
    lines: [{ UnitAmount: 10, TaxType: 'TAX001', TaxAmount: 3 }],
    totals: ['10.00', '0.00', '10.00'],
  },
  {
    title: 'takes a tax amount that the sender insists on',
    lines: [{ UnitAmount: 10, TaxType: 'TAX001', TaxAmount: '1.91' }],
    totals: ['10.00', '1.91', '11.91'],
  },
  {
    title: 'books its own tax when none is sent',
    lines: [{ UnitAmount: 10, TaxType: 'TAX001' }],
    totals: ['10.00', '1.90', '11.90'],
  },
  {
    title: 'takes the tax type of the account when the line has none',
    lines: [{ UnitAmount: 100, AccountCode: '210' }],
    totals: ['100.00', '7.00', '107.00'],
  },
  {
    title: 'adds the parts of a compound rate',
    lines: [{ UnitAmount: 100, TaxType: 'TAX008' }],
    totals: ['100.00', '8.50', '108.50'],
  },
  {
    title: 'subtracts a discount amount from the whole line',
    lines: [{ Quantity: 3, UnitAmount: 10, DiscountAmount: 4.5 }],
    totals: ['25.50', '0.00', '25.50'],
  },
  {
    title: 'takes a discount rate in percent',
    lines: [{ Quantity: 3, UnitAmount: 9.99, DiscountRate: 10 }],
    totals: ['26.97', '0.00', '26.97'],
  },
  {
    title: 'rounds unit amounts to two places',
    lines: [{ Quantity: 100, UnitAmount: 0.125 }],
    totals: ['13.00', '0.00', '13.00'],
  },
  {
    title: 'keeps four places when unitdp=4',
    query: '?unitdp=4',
    lines: [{ Quantity: 100, UnitAmount: 0.125 }],
    totals: ['12.50', '0.00', '12.50'],
  },
];

describe('the totals of an invoice', () => {
  it.each(cases)('$title', async ({ types, lines, query, totals }) => {
    const xero = await openXero();
    const LineItems = lines.map((line) => ({
      Description: 'Thing',
      Quantity: 1,
      AccountCode: '200',
      ...(line.AccountCode ? {} : { TaxType: 'NONE' }),
      ...line,
    }));
    const { status, text } = await xero.put(anInvoice({ LineItems, LineAmountTypes: types }), query);
    expect(status).toBe(200);
    const figure = (name: string) =>
      new RegExp(`"${name}":(-?[\\d.]+),"(?:TotalTax|Total|UpdatedDateUTC)"`).exec(text)?.[1];
    expect([figure('SubTotal'), figure('TotalTax'), figure('Total')]).toEqual(totals);
  });

  it('never passes money through a double', async () => {
    const xero = await openXero();
    const body = JSON.stringify(anInvoice({}, { Quantity: 1 })).replace(
      '"UnitAmount":20',
      '"UnitAmount":9007199254740993.11',
    );
    const { text } = await xero.call('PUT', '/api.xro/2.0/Invoices', body);
    expect(text).toContain('"Total":9007199254740993.11,');
  });

  it('answers numbers with their decimal places kept', async () => {
    const { text } = await (await openXero()).put(anInvoice());
    expect(text).toContain('"Total":40.00,');
    expect(text).toContain('"Quantity":2.0000,');
  });
});
