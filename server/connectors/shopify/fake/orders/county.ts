import type { SampleOrder } from './sample-order.ts';

const texas = { title: 'Texas State Tax', rate: '0.0625' };
const travis = { title: 'Travis County Tax', rate: '0.02' };

export const county: SampleOrder = {
  key: 'county',
  title: 'State and county tax, paid in dollars',
  note: 'Two tax lines on one line, rounded apart: a cent more than 8.25 % in one go. Shown in USD, booked in EUR.',
  customer: {
    id: 7301004,
    firstName: 'Naomi',
    lastName: 'Whitfield',
    email: 'naomi.whitfield@example.com',
    phone: '+15125550168',
  },
  shipTo: {
    name: 'Naomi Whitfield',
    address1: '2108 East Cesar Chavez Street',
    zip: '78702',
    city: 'Austin',
    province: { name: 'Texas', code: 'TX' },
    country: { name: 'United States', code: 'US' },
  },
  lines: [
    {
      title: 'Enamel mug',
      variant: 'Cobalt',
      sku: 'MUG-ENA-COB',
      vendor: 'Emaille Fabrik',
      price: '12.90',
      quantity: 1,
      grams: 310,
      taxes: [texas, travis],
    },
    {
      title: 'Wool throw',
      variant: 'Grey',
      sku: 'THR-WOOL-GRY',
      vendor: 'Webstuhl',
      price: '118.00',
      quantity: 1,
      grams: 1450,
      taxes: [texas, travis],
    },
    {
      title: 'Sourdough starter',
      sku: 'FOO-SOUR-01',
      vendor: 'Backstube Ost',
      price: '9.80',
      quantity: 2,
      grams: 90,
      taxes: [],
    },
  ],
  presentment: { currency: 'USD', rate: '1.085' },
};
