import type { JsonSchema } from '#flow/catalog.ts';
import type { FieldRow, LoopRow, Mapping, Rule } from '#flow/mapping/document.ts';

const row = (id: string, target: string, rule: Rule, more: Partial<FieldRow> = {}): FieldRow => ({
  kind: 'field',
  id,
  target: target.split('.'),
  rule,
  ...more,
});
const path = (...steps: string[]): Rule => ({ kind: 'path', from: 'item', path: steps });
const sum = (...steps: string[]): Rule => ({ kind: 'path', from: 'item', path: steps, collect: 'sum' });
const code = (text: string): Rule => ({ kind: 'expression', code: text });

const lines: LoopRow = {
  kind: 'loop',
  id: 'lines',
  target: ['LineItems'],
  from: 'root',
  over: ['line_items'],
  rows: [
    row('l1', 'Description', path('name')),
    row('l2', 'Quantity', path('quantity')),
    row('l3', 'UnitAmount', path('price')),
    row('l4', 'TaxAmount', sum('tax_lines', '[]', 'price'), { ifMissing: { do: 'default', value: 0 } }),
    row('l5', 'AccountCode', code('gift_card ? "825" : "200"')),
  ],
};

/** Ten fields of the head and a loop of five, three times around for the order beside. */
export const drawn: Mapping = {
  format: 1,
  rows: [
    row('h1', 'Type', { kind: 'constant', value: 'ACCREC' }),
    row('h2', 'InvoiceNumber', code('"SH-" & $replace(name, "#", "")')),
    row('h3', 'Reference', path('name')),
    row('h4', 'Contact.Name', code('customer.first_name & " " & customer.last_name')),
    row('h5', 'Contact.EmailAddress', path('email')),
    row('h6', 'Date', code('$substring(processed_at, 0, 10)')),
    row('h7', 'CurrencyCode', path('currency')),
    row('h8', 'LineAmountTypes', code('taxes_included ? "Inclusive" : "Exclusive"')),
    row('h9', 'Total', path('total_price')),
    row('h10', 'TotalTax', sum('tax_lines', '[]', 'price')),
    lines,
  ],
};

const text: JsonSchema = { type: 'string', minLength: 1 };
const number: JsonSchema = { type: 'number' };

export const invoiceSchema: JsonSchema = {
  type: 'object',
  required: ['Type', 'InvoiceNumber', 'Contact', 'Date', 'LineItems', 'Total'],
  properties: {
    Type: { type: 'string', enum: ['ACCREC', 'ACCPAY'] },
    InvoiceNumber: { type: 'string', minLength: 1, maxLength: 255 },
    Reference: text,
    Contact: {
      type: 'object',
      required: ['Name'],
      properties: { Name: text, EmailAddress: { type: 'string', format: 'email', maxLength: 255 } },
    },
    Date: { type: 'string', format: 'date' },
    CurrencyCode: text,
    LineAmountTypes: { type: 'string', enum: ['Exclusive', 'Inclusive', 'NoTax'] },
    Total: number,
    TotalTax: number,
    LineItems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['Description', 'Quantity', 'UnitAmount'],
        properties: {
          Description: { type: 'string', minLength: 1, maxLength: 4000 },
          Quantity: number,
          UnitAmount: number,
          TaxAmount: number,
          AccountCode: text,
        },
      },
    },
  },
};

/** What is commonly written in maps, each of the kind that is compiled. */
export const expressions: string[] = [
  'customer.email',
  'taxes_included ? "Inclusive" : "Exclusive"',
  '"SH-" & $replace(name, "#", "")',
  '$uppercase($trim(customer.last_name))',
  '$number(total_price) > 100 and currency = "EUR"',
  'line_items[quantity > 1].name',
  '$sum(line_items.$number(price))',
  '$join(line_items.sku, ", ")',
  'line_items.{"sku": sku, "total": quantity * $number(price)}',
  'line_items^(>quantity)[0].name',
  '$map(line_items, function($line, $i) { $string($i + 1) & ". " & $line.name })',
  '($paid := financial_status = "paid"; $day := $substring(processed_at, 0, 10); $paid ? $day : "open since " & $day)',
];
