import { btw, netherlands, type SampleOrder } from './sample-order.ts';

export const discount: SampleOrder = {
  key: 'discount',
  title: 'Ten percent off two lines',
  note: 'A code takes 10 % off both lines; total_discount stays 0.00, the truth is in discount_allocations.',
  customer: { id: 7301002, firstName: 'Bram', lastName: 'de Wit', email: 'bram.dewit@example.com' },
  shipTo: { name: 'Bram de Wit', address1: 'Oudegracht 231', zip: '3511 NL', city: 'Utrecht', country: netherlands },
  lines: [
    {
      title: 'Linen apron',
      variant: 'Slate',
      sku: 'APR-LIN-SLT',
      vendor: 'Tafelgoed',
      price: '44.95',
      quantity: 1,
      grams: 380,
      taxes: [btw],
    },
    {
      title: 'Bread knife',
      sku: 'KNF-BREAD-24',
      vendor: 'Smederij Vos',
      price: '58.50',
      quantity: 2,
      grams: 240,
      taxes: [btw],
    },
  ],
  discounts: [{ code: 'WELCOME10', kind: 'percentage', value: '10', on: 'lines' }],
};
