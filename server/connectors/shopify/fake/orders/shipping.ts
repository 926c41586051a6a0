import { germany, mwst, type SampleOrder } from './sample-order.ts';

export const shipping: SampleOrder = {
  key: 'shipping',
  title: 'Taxed shipping at half price',
  note: 'Shipping 9.80 less 50 %, with its own 19 %; the goods pay full price.',
  customer: { id: 7301008, firstName: 'Greta', lastName: 'Lindqvist', email: 'greta.lindqvist@example.com' },
  shipTo: { name: 'Greta Lindqvist', address1: 'Wilhelmstraße 3', zip: '79098', city: 'Freiburg', country: germany },
  lines: [
    {
      title: 'Folding crate',
      variant: 'Large',
      sku: 'CRT-FOLD-L',
      vendor: 'Holzwerk Nord',
      price: '28.75',
      quantity: 4,
      grams: 1900,
      taxes: [mwst],
    },
  ],
  shipping: { title: 'DHL Paket', code: 'dhl-paket', price: '9.80', taxes: [mwst] },
  discounts: [{ code: 'HALFSHIP', kind: 'percentage', value: '50', on: 'shipping' }],
};
