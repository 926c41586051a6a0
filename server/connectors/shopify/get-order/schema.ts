import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';

const text = (title: string, more: Partial<JsonSchema> = {}): JsonSchema => ({ type: 'string', title, ...more });
const maybe = (title: string): JsonSchema => text(title, { nullable: true });
const list = (title: string, items: JsonSchema): JsonSchema => ({ type: 'array', title, items });
const object = (title: string, properties: Record<string, JsonSchema>, nullable = false): JsonSchema => ({
  type: 'object',
  title,
  properties,
  ...(nullable ? { nullable } : {}),
});
const money = (title: string, nullable = false): JsonSchema =>
  object(
    title,
    {
      shopMoney: object('In the shop’s currency', {
        amount: text('Amount', { format: 'decimal' }),
        currencyCode: text('Currency'),
      }),
    },
    nullable,
  );
const taxLines = list(
  'Taxes',
  object('Tax', {
    title: text('Name'),
    rate: { type: 'number', title: 'Rate', nullable: true },
    priceSet: money('Amount'),
  }),
);

/** An order as the admin API gives it, its lines as plain lists. */
export const orderOutput: JsonSchema = object('Order', {
  id: text('Global id'),
  legacyResourceId: text('Id'),
  name: text('Order name'),
  createdAt: text('Placed at', { format: 'date-time' }),
  updatedAt: text('Changed at', { format: 'date-time' }),
  processedAt: text('Processed at', { format: 'date-time' }),
  cancelledAt: text('Cancelled at', { format: 'date-time', nullable: true }),
  currencyCode: text('Currency'),
  taxesIncluded: { type: 'boolean', title: 'Prices include tax' },
  taxExempt: { type: 'boolean', title: 'Exempt from tax' },
  test: { type: 'boolean', title: 'Test order' },
  displayFinancialStatus: maybe('Payment'),
  email: maybe('Email'),
  phone: maybe('Phone'),
  note: maybe('Note'),
  poNumber: maybe('Purchase order number'),
  tags: list('Tags', text('Tag')),
  customer: object(
    'Customer',
    {
      id: text('Global id'),
      legacyResourceId: text('Id'),
      displayName: text('Name'),
      firstName: maybe('First name'),
      lastName: maybe('Last name'),
      defaultEmailAddress: object('Email', { emailAddress: text('Address') }, true),
    },
    true,
  ),
  subtotalPriceSet: money('Subtotal', true),
  totalPriceSet: money('Total'),
  currentTotalPriceSet: money('Total now'),
  totalTaxSet: money('Tax', true),
  totalDiscountsSet: money('Discounts', true),
  totalTipReceivedSet: money('Tip'),
  taxLines,
  lineItems: list(
    'Lines',
    object('Line', {
      id: text('Global id'),
      sku: maybe('SKU'),
      name: text('Name'),
      title: text('Title'),
      quantity: { type: 'integer', title: 'Quantity' },
      currentQuantity: { type: 'integer', title: 'Quantity now' },
      isGiftCard: { type: 'boolean', title: 'Gift card' },
      originalUnitPriceSet: money('Price of one'),
      discountAllocations: list('Discounts', object('Discount', { allocatedAmountSet: money('Amount') })),
      taxLines,
    }),
  ),
  shippingLines: list(
    'Shipping',
    object('Shipping', {
      title: text('Title'),
      isRemoved: { type: 'boolean', title: 'Removed' },
      originalPriceSet: money('Price'),
      discountedPriceSet: money('Price after discount'),
      taxLines,
    }),
  ),
});

const eur = (amount: string) => ({ shopMoney: { amount, currencyCode: 'EUR' } });
const mwst = (amount: string) => [{ title: 'MwSt', rate: 0.19, priceSet: eur(amount) }];

export const orderOutputSample: Json = {
  id: 'gid://shopify/Order/5620115376256',
  legacyResourceId: '5620115376256',
  name: '#1042',
  createdAt: '2026-11-20T13:12:08Z',
  updatedAt: '2026-11-20T13:12:08Z',
  processedAt: '2026-11-20T13:12:08Z',
  cancelledAt: null,
  currencyCode: 'EUR',
  taxesIncluded: false,
  taxExempt: false,
  test: false,
  displayFinancialStatus: 'PAID',
  email: 'amelie.brandt@example.com',
  phone: null,
  note: null,
  poNumber: null,
  tags: [],
  customer: {
    id: 'gid://shopify/Customer/8214007300777',
    legacyResourceId: '8214007300777',
    displayName: 'Amelie Brandt',
    firstName: 'Amelie',
    lastName: 'Brandt',
    defaultEmailAddress: { emailAddress: 'amelie.brandt@example.com' },
  },
  subtotalPriceSet: eur('129.00'),
  totalPriceSet: eur('153.51'),
  currentTotalPriceSet: eur('153.51'),
  totalTaxSet: eur('24.51'),
  totalDiscountsSet: eur('0.0'),
  totalTipReceivedSet: eur('0.0'),
  taxLines: mwst('24.51'),
  lineItems: [
    {
      id: 'gid://shopify/LineItem/14310000002688',
      sku: 'STL-OAK-NAT',
      name: 'Oak stool - Natural',
      title: 'Oak stool',
      quantity: 2,
      currentQuantity: 2,
      isGiftCard: false,
      originalUnitPriceSet: eur('64.50'),
      discountAllocations: [],
      taxLines: mwst('24.51'),
    },
  ],
  shippingLines: [],
};
