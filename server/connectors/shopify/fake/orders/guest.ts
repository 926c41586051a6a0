import type { SampleOrder } from './sample-order.ts';

const tva = { title: 'TVA', rate: '0.20' };

export const guest: SampleOrder = {
  key: 'guest',
  title: 'A guest without an email',
  note: 'No customer at all, email empty: whom is the invoice made out to?',
  shipTo: {
    name: 'C. Lefèvre',
    address1: '14 rue des Tables Claudiennes',
    zip: '69001',
    city: 'Lyon',
    country: { name: 'France', code: 'FR' },
  },
  lines: [
    {
      title: 'Carafe',
      variant: '1 l',
      sku: 'CAR-GLS-1L',
      vendor: 'Verrerie du Pont',
      price: '27.50',
      quantity: 3,
      grams: 850,
      taxes: [tva],
    },
  ],
  noteAttributes: [{ name: 'gift wrap', value: 'yes' }],
  orderNote: 'Please ring twice & leave with no. 12 <ground floor>.',
};
