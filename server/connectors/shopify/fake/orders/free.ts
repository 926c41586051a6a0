import { germany, mwst, type SampleOrder } from './sample-order.ts';

export const free: SampleOrder = {
  key: 'free',
  title: 'Everything for nothing',
  note: 'A 100 % code: the total is 0.00, yet it is an order with lines.',
  customer: {
    id: 7301001,
    firstName: 'Amelie',
    lastName: 'Brandt',
    email: 'amelie.brandt@example.com',
    phone: '+493415550142',
  },
  shipTo: { name: 'Amelie Brandt', address1: 'Könneritzstraße 48', zip: '04229', city: 'Leipzig', country: germany },
  lines: [
    {
      title: 'Clip lamp',
      variant: 'Signal red',
      sku: 'LMP-CLIP-RED',
      vendor: 'Lumen & Sohn',
      price: '34.90',
      quantity: 1,
      grams: 610,
      taxes: [mwst],
    },
    {
      title: 'Bulb E27',
      sku: 'BLB-E27-8W',
      vendor: 'Lumen & Sohn',
      price: '6.25',
      quantity: 2,
      grams: 70,
      taxes: [mwst],
    },
  ],
  discounts: [{ code: 'SORRY-4412', kind: 'percentage', value: '100', on: 'lines' }],
  orderNote: 'Replacement for #988.',
};
