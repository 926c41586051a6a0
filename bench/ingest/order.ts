/** A believable order, about 1 KB, told apart by its number; of `keys` business keys, if told. */
export function orderText(n: number, keys?: number): string {
  return JSON.stringify({
    id: 710_000_000 + n,
    name: `#${keys === undefined ? n : n % keys}`,
    email: 'marta@example.com',
    currency: 'EUR',
    processed_at: '2026-11-20T09:15:32+01:00',
    taxes_included: false,
    total_price: '128.44',
    customer: { id: 8121, first_name: 'Marta', last_name: 'Lindner' },
    shipping_address: {
      name: 'Marta Lindner',
      address1: 'Hafenweg 3',
      zip: '48155',
      city: 'Münster',
      country_code: 'DE',
    },
    line_items: [
      { sku: 'ROPE-10', title: 'Rope 10 m', quantity: 2, price: '19.95', tax_lines: [{ rate: 0.19, price: '7.58' }] },
      {
        sku: 'CARA-S',
        title: 'Carabiner, steel',
        quantity: 4,
        price: '8.50',
        tax_lines: [{ rate: 0.19, price: '6.46' }],
      },
      { sku: 'HARN-M', title: 'Harness M', quantity: 1, price: '34.03', tax_lines: [{ rate: 0.19, price: '6.47' }] },
    ],
  });
}

interface Order {
  name: string;
  email: string;
  currency: string;
  processed_at: string;
  total_price: string;
  customer: { first_name: string; last_name: string };
  line_items: { sku: string; title: string; quantity: number; price: string }[];
}

/** The mapping as one would write it by hand. */
export function mapByHand(order: Order) {
  return {
    Type: 'ACCREC',
    InvoiceNumber: `SH-${order.name.slice(1)}`,
    Reference: order.name,
    Contact: { Name: order.customer.first_name, EmailAddress: order.email },
    Date: order.processed_at.slice(0, 10),
    CurrencyCode: order.currency,
    LineItems: order.line_items.map((line) => ({
      Description: line.title,
      ItemCode: line.sku,
      Quantity: line.quantity,
      UnitAmount: line.price,
    })),
    Total: order.total_price,
  };
}

const field = (id: string, target: string[], path: string[]) => ({
  kind: 'field',
  id,
  target,
  rule: { kind: 'path', from: 'item', path },
});

/** The same mapping as a document, without expressions. */
export const mappingDocument = {
  format: 1,
  rows: [
    { kind: 'field', id: 'r1', target: ['Type'], rule: { kind: 'constant', value: 'ACCREC' } },
    field('r2', ['InvoiceNumber'], ['name']),
    field('r3', ['Reference'], ['name']),
    field('r4', ['Contact', 'Name'], ['customer', 'first_name']),
    field('r5', ['Contact', 'EmailAddress'], ['email']),
    field('r6', ['Date'], ['processed_at']),
    field('r7', ['CurrencyCode'], ['currency']),
    {
      kind: 'loop',
      id: 'r8',
      target: ['LineItems'],
      from: 'item',
      over: ['line_items'],
      rows: [
        field('r9', ['Description'], ['title']),
        field('r10', ['ItemCode'], ['sku']),
        field('r11', ['Quantity'], ['quantity']),
        field('r12', ['UnitAmount'], ['price']),
      ],
    },
    field('r13', ['Total'], ['total_price']),
  ],
};
