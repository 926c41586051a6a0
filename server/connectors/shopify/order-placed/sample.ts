import type { Json } from '#flow/json.ts';
import { buildOrder } from '../fake/orders/build-order.ts';
import { germany, mwst } from '../fake/orders/sample-order.ts';

/** An order to map on before the first real one has come: two lines, a discount, shipping, and tax on all of it. */
export const sampleOrder = buildOrder(
  {
    key: 'catalog',
    title: 'Two lines with discount and shipping',
    note: 'The example in the catalog.',
    customer: { id: 7_300_777, firstName: 'Amelie', lastName: 'Brandt', email: 'amelie.brandt@example.com' },
    shipTo: { name: 'Amelie Brandt', address1: 'Lindenallee 12', zip: '20259', city: 'Hamburg', country: germany },
    lines: [
      {
        title: 'Oak stool',
        variant: 'Natural',
        sku: 'STL-OAK-NAT',
        vendor: 'Holzwerk Nord',
        price: '64.50',
        quantity: 2,
        grams: 3100,
        taxes: [mwst],
      },
      {
        title: 'Wool rug',
        sku: 'RUG-WOOL-GRY',
        vendor: 'Webstube',
        price: '119.00',
        quantity: 1,
        grams: 2400,
        taxes: [mwst],
      },
    ],
    shipping: { title: 'DHL Paket', code: 'dhl-paket', price: '6.90', taxes: [mwst] },
    discounts: [{ code: 'AUTUMN10', kind: 'percentage', value: '10', on: 'lines' }],
  },
  {
    sequence: 42,
    at: Date.parse('2026-11-20T13:12:08Z'),
    shop: 'wheelwright-sandbox.myshopify.com',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  },
) as unknown as Json;
