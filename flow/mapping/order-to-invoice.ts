import type { FieldRow, IfMissing, LoopRow, Mapping, Row, Rule } from './document.ts';

const constant = (value: string | number): Rule => ({ kind: 'constant', value });
const expression = (code: string): Rule => ({ kind: 'expression', code });
const fromBody = (...path: string[]): Rule => ({ kind: 'path', from: 'root', path });
const fromItem = (...path: string[]): Rule => ({ kind: 'path', from: 'item', path });
const sumOf = (...path: string[]): Rule => ({ kind: 'path', from: 'item', path, collect: 'sum' });

type Draft = Omit<FieldRow, 'id'> | (Omit<LoopRow, 'id' | 'rows'> & { rows: Draft[] });

const field = (target: string, rule: Rule, more: { ifMissing?: IfMissing; note?: string } = {}): Draft => ({
  kind: 'field',
  target: target.split('.'),
  rule,
  ...more,
});

/** Every loop fills the same list: goods first, then whatever else was charged. */
const lines = (over: string[], where: string | undefined, note: string, rows: Draft[]): Draft => ({
  kind: 'loop',
  target: ['LineItems'],
  from: 'root',
  over,
  ...(where === undefined ? {} : { where }),
  rows,
  note,
});

/** What the fields of every kind of line have in common. Tax that is not named is none, never the ledger's own guess. */
const charge = (description: Rule, amount: Rule, more: Draft[]): Draft[] => [
  field('Description', description),
  field('Quantity', constant(1)),
  field('UnitAmount', amount, { ifMissing: { do: 'park' } }),
  ...more,
];

const sales = '200';
const giftCards = '825';
const untaxed = field('TaxAmount', constant(0));
const taxed = field('TaxAmount', sumOf('tax_lines', '[]', 'price'), { ifMissing: { do: 'default', value: 0 } });
const discount = field('DiscountAmount', sumOf('discount_allocations', '[]', 'amount'));

const drafts: Draft[] = [
  field('Type', constant('ACCREC')),
  field('InvoiceNumber', expression('name ? "SH-" & $replace(name, "#", "")'), {
    ifMissing: { do: 'park' },
    note: 'Made from the order’s name, so that the same order can never become two invoices.',
  }),
  field('Reference', expression('po_number ? po_number : name')),
  field(
    'Url',
    expression(
      'order_status_url ? "https://" & $substringBefore($substringAfter(order_status_url, "://"), "/")' +
        ' & "/admin/orders/" & $substringAfter(admin_graphql_api_id, "Order/")',
    ),
    { note: 'The order in the shop’s admin.' },
  ),
  field(
    'Contact.Name',
    expression(
      '($names := [customer.first_name, customer.last_name][$type($) = "string" and $ != ""];\n' +
        ' $email := [customer.email, email][$type($) = "string" and $ != ""][0];\n' +
        ' customer.id ? ($names ? $join($names, " ") : $email ? $email : "Shopify customer") : "Shopify guest")',
    ),
    { note: 'Orders without a customer share one contact.' },
  ),
  field(
    'Contact.EmailAddress',
    expression('customer.id ? [customer.email, email][$type($) = "string" and $ != ""][0]'),
  ),
  field('Contact.ContactNumber', fromBody('customer', 'id'), { ifMissing: { do: 'default', value: 'shopify-guest' } }),
  field('Date', expression('$dateIn(processed_at, $zone)'), {
    ifMissing: { do: 'park' },
    note: 'The day in the organisation’s time zone.',
  }),
  field('DueDate', expression('$addDays($dateIn(processed_at, $zone), financial_status = "paid" ? 0 : 14)')),
  field('CurrencyCode', fromBody('currency'), { ifMissing: { do: 'park' } }),
  field(
    'LineAmountTypes',
    expression('tax_exempt and $number(total_tax) = 0 ? "NoTax" : taxes_included ? "Inclusive" : "Exclusive"'),
  ),
  lines(['line_items'], undefined, 'quantity as ordered: current_quantity falls to 0 after refunds.', [
    field('Description', fromItem('name'), { ifMissing: { do: 'park' } }),
    field('Quantity', fromItem('quantity'), { ifMissing: { do: 'park' } }),
    field('UnitAmount', fromItem('price'), { ifMissing: { do: 'park' } }),
    discount,
    taxed,
    field('AccountCode', expression(`gift_card ? "${giftCards}" : "${sales}"`), {
      note: 'A gift card is owed, not earned, until it is spent.',
    }),
  ]),
  lines(
    ['shipping_lines'],
    '$not($boolean(is_removed))',
    'Shipping, with its own discount and tax.',
    charge(fromItem('title'), fromItem('price'), [discount, taxed, field('AccountCode', constant(sales))]),
  ),
  lines(
    ['total_tip_received'],
    '$number($) != 0',
    'A tip, if there is one.',
    charge(constant('Tip'), fromItem(), [untaxed, field('AccountCode', constant(sales))]),
  ),
  lines(
    ['line_items', '[]', 'duties'],
    '$not($boolean($root.duties_included)) and $number(shop_money.amount) != 0',
    'Duties, unless the prices hold them already.',
    charge(constant('Duties'), fromItem('shop_money', 'amount'), [taxed, field('AccountCode', constant(sales))]),
  ),
  lines(
    ['original_total_additional_fees_set'],
    '$number(shop_money.amount) != 0',
    'Additional fees, as one line.',
    charge(constant('Additional fees'), fromItem('shop_money', 'amount'), [
      untaxed,
      field('AccountCode', constant(sales)),
    ]),
  ),
  lines(
    ['total_cash_rounding_payment_adjustment_set'],
    '$number(shop_money.amount) != 0 and $money($root.total_price) != $sumMoney($root.[subtotal_price,\n' +
      '  total_shipping_price_set.shop_money.amount, taxes_included ? "0" : total_tax, total_tip_received,\n' +
      '  original_total_duties_set.shop_money.amount, original_total_additional_fees_set.shop_money.amount])',
    'What cash payment rounded up or down, if the order’s total holds it: usually only the payment does.',
    charge(constant('Cash rounding'), fromItem('shop_money', 'amount'), [
      untaxed,
      field('AccountCode', constant(sales)),
    ]),
  ),
  field('Total', fromBody('total_price'), {
    ifMissing: { do: 'park' },
    note: 'Not sent. The lines must add up to it, or the invoice is not sent either.',
  }),
  field('Status', constant('DRAFT')),
];

/** Rows are numbered from the top, as they would be when drawn. */
function numbered(rows: Draft[], next: () => string): Row[] {
  return rows.map((row) =>
    row.kind === 'loop'
      ? { ...row, id: next(), rows: numbered(row.rows, next) }
      : { ...structuredClone(row), id: next() },
  );
}

function counter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `r${count}`;
  };
}

/** Shopify order placed → Xero invoice, one invoice per order: the mapping of the sample flow. Money goes by path, never through an expression. */
export const orderToInvoice: Mapping = { format: 1, rows: numbered(drafts, counter()) };
