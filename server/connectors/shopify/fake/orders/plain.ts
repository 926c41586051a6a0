import { germany, mwst, type SampleOrder } from './sample-order.ts';

export const plain: SampleOrder = {
  key: 'plain',
  title: 'Two lines, one tax',
  note: 'Amelie Brandt in Leipzig buys a stool and two lamps, 19 % on both.',
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
      title: 'Oak stool',
      variant: 'Natural',
      sku: 'STO-OAK-NAT',
      vendor: 'Holzwerk Nord',
      price: '89.00',
      quantity: 1,
      grams: 4200,
      taxes: [mwst],
    },
    {
      title: 'Clip lamp',
      variant: 'Signal red',
      sku: 'LMP-CLIP-RED',
      vendor: 'Lumen & Sohn',
      price: '34.90',
      quantity: 2,
      grams: 610,
      taxes: [mwst],
    },
  ],
  tags: 'newsletter',
};
