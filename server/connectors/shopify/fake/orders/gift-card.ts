import { btw, netherlands, type SampleOrder } from './sample-order.ts';

export const giftCard: SampleOrder = {
  key: 'gift-card',
  title: 'A gift card beside a teapot',
  note: 'The card is a debt of the shop, not revenue, and bears no tax.',
  customer: { id: 7301007, firstName: 'Saskia', lastName: 'Vermeer', email: 'saskia.vermeer@example.com' },
  shipTo: {
    name: 'Saskia Vermeer',
    address1: 'Witte de Withstraat 60',
    zip: '3012 BS',
    city: 'Rotterdam',
    country: netherlands,
  },
  lines: [
    {
      title: 'Gift card',
      variant: '€50.00',
      sku: null,
      vendor: 'Wheelwright Goods',
      price: '50.00',
      quantity: 1,
      grams: 0,
      taxes: [],
      giftCard: true,
    },
    {
      title: 'Teapot',
      variant: 'Celadon',
      sku: 'TEA-POT-CEL',
      vendor: 'Klei',
      price: '62.00',
      quantity: 1,
      grams: 1100,
      taxes: [btw],
    },
  ],
};
