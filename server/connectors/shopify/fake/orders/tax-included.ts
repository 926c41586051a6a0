import type { SampleOrder } from './sample-order.ts';

const ust = { title: 'USt', rate: '0.20' };

export const taxIncluded: SampleOrder = {
  key: 'tax-included',
  title: 'Prices with tax inside',
  note: 'taxes_included: the total is the sum of the prices, and the tax is taken out of them.',
  customer: { id: 7301005, firstName: 'Theresa', lastName: 'Moser', email: 'theresa.moser@example.com' },
  shipTo: {
    name: 'Theresa Moser',
    address1: 'Lindengasse 26/9',
    zip: '1070',
    city: 'Wien',
    country: { name: 'Austria', code: 'AT' },
  },
  lines: [
    {
      title: 'Garden shears',
      sku: 'GRD-SHEARS',
      vendor: 'Gartenwerk',
      price: '24.99',
      quantity: 1,
      grams: 420,
      taxes: [ust],
    },
    {
      title: 'Seed box',
      variant: 'Herbs',
      sku: 'SEED-BOX-HRB',
      vendor: 'Gartenwerk',
      price: '17.49',
      quantity: 3,
      grams: 150,
      taxes: [ust],
    },
  ],
  shipping: { title: 'Österreichische Post', code: 'post-at', price: '5.90', taxes: [ust] },
  taxesIncluded: true,
};
