import { germany, mwst, type SampleOrder } from './sample-order.ts';

export const halfCents: SampleOrder = {
  key: 'half-cents',
  title: 'Three decimals, each half a cent',
  note: 'Every line’s tax ends in half a cent: rounded per line 4.67, over the sum 4.66. And 1.425 is no double.',
  customer: { id: 7301006, firstName: 'Mehmet', lastName: 'Aydın', email: 'mehmet.aydin@example.com' },
  shipTo: { name: 'Mehmet Aydın', address1: 'Sonnenallee 112', zip: '12045', city: 'Berlin', country: germany },
  lines: [
    {
      title: 'Brass hook',
      sku: 'HOK-BRS',
      vendor: 'Beschlag & Co',
      price: '2.50',
      quantity: 5,
      grams: 60,
      taxes: [mwst],
    },
    {
      title: 'Shelf pin',
      sku: 'PIN-SHELF',
      vendor: 'Beschlag & Co',
      price: '0.45',
      quantity: 10,
      grams: 8,
      taxes: [mwst],
    },
    {
      title: 'Door stop',
      sku: 'STP-DOOR',
      vendor: 'Beschlag & Co',
      price: '7.50',
      quantity: 1,
      grams: 210,
      taxes: [mwst],
    },
  ],
};
