import { btw, netherlands, type SampleOrder } from './sample-order.ts';

export const tip: SampleOrder = {
  key: 'tip',
  title: 'A tip, and five euros off',
  note: 'A tip of 4.00 on top, untaxed; a fixed discount of 5.00 spread over two lines.',
  customer: { id: 7301009, firstName: 'Ricardo', lastName: 'Fonseca', email: 'ricardo.fonseca@example.com' },
  shipTo: {
    name: 'Ricardo Fonseca',
    address1: 'Javastraat 77-2',
    zip: '1094 HA',
    city: 'Amsterdam',
    country: netherlands,
  },
  lines: [
    {
      title: 'Lunch box',
      sku: 'BOX-LUN-01',
      vendor: 'Tafelgoed',
      price: '19.95',
      quantity: 1,
      grams: 330,
      taxes: [btw],
    },
    {
      title: 'Thermos',
      variant: '0.5 l',
      sku: 'THM-05',
      vendor: 'Tafelgoed',
      price: '36.00',
      quantity: 1,
      grams: 410,
      taxes: [btw],
    },
  ],
  discounts: [{ code: 'FIVER', kind: 'fixed_amount', value: '5.00', on: 'lines' }],
  tip: '4.00',
};
