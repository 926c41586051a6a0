import { describe, expect, it } from 'vitest';
import { catalog } from '#server/connectors/catalog.ts';
import { type JsonSchema, operationOf } from '../catalog.ts';
import type { Json } from '../json.ts';
import { accept, type SuggestionScope, suggestions, surely } from './automap.ts';
import { emptyMapping, type Mapping, type Row } from './document.ts';
import { editMapping } from './edit.ts';
import { extendSchema, inferSchema } from './infer.ts';
import { pathWords } from './path.ts';

const text: JsonSchema = { type: 'string' };
const number: JsonSchema = { type: 'number' };
const date: JsonSchema = { type: 'string', format: 'date' };
const choice = (...values: string[]): JsonSchema => ({ enum: values });
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: 'object', properties });
const list = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: 'array', items: object(properties) });

/** As `from > to`, with `!` behind a line that is ticked to begin with. */
const lines = (source: JsonSchema, target: JsonSchema, scope: SuggestionScope = {}, mapping: Mapping = emptyMapping) =>
  suggestions(mapping, source, target, scope).map(
    (line) => `${pathWords(line.source)} > ${pathWords(line.target)}${line.score >= surely ? ' !' : ''}`,
  );

describe('suggestions between the words of two systems', () => {
  const cases: [title: string, from: Json, to: JsonSchema, expected: string[]][] = [
    [
      'the same name, however it is written',
      { last_name: 'Roth' },
      object({ LastName: text }),
      ['last_name > LastName !'],
    ],
    [
      'another word for it',
      { qty: 2, sku: 'A' },
      object({ Quantity: number, ItemCode: text }),
      ['qty > Quantity !', 'sku > ItemCode !'],
    ],
    [
      'the price of one',
      { price: '2.50' },
      object({ UnitAmount: number, UnitPrice: number }),
      ['price > UnitAmount !', 'price > UnitPrice'],
    ],
    ['a currency and its code', { currency: 'EUR' }, object({ CurrencyCode: text }), ['currency > CurrencyCode !']],
    [
      'a title for a description',
      { title: 'Oak stool', name: 'Oak stool, red' },
      object({ Description: text }),
      ['title > Description !'],
    ],
    [
      'what is around counts: the buyer’s e-mail, not the shop’s',
      { shop: { email: 'a@b.eu' }, customer: { email: 'c@d.eu' } },
      object({ Contact: object({ EmailAddress: text }) }),
      ['customer.email > Contact.EmailAddress !'],
    ],
    [
      'a name that repeats what is around it',
      { customer: { id: 7 } },
      object({ Contact: object({ ContactId: text }) }),
      ['customer.id > Contact.ContactId !'],
    ],
    [
      'an address word by word',
      { shipping_address: { address1: 'Gasse 1', zip: '1010', province: 'W', city: 'Wien' } },
      object({ DeliveryAddress: object({ Street: text, PostalCode: text, Region: text, City: text }) }),
      [
        'shipping_address.address1 > DeliveryAddress.Street !',
        'shipping_address.zip > DeliveryAddress.PostalCode !',
        'shipping_address.province > DeliveryAddress.Region !',
        'shipping_address.city > DeliveryAddress.City !',
      ],
    ],
    [
      'an order’s number for an invoice’s',
      { order_number: 1042 },
      object({ InvoiceNumber: text }),
      ['order_number > InvoiceNumber !'],
    ],
    [
      'a name that looks like a number for one',
      { name: '#1042' },
      object({ InvoiceNumber: text }),
      ['name > InvoiceNumber'],
    ],
    ['a name that does not is none', { name: 'Anna Roth' }, object({ InvoiceNumber: text }), []],
    [
      'of two that suit as well neither is ticked',
      { created_at: '2026-11-20', processed_at: '2026-11-20' },
      object({ Date: date }),
      ['processed_at > Date'],
    ],
    [
      'the day something is due is no other day',
      { created_at: '2026-11-20', updated_at: '2026-11-20' },
      object({ DueDate: date }),
      [],
    ],
    ['a tax is no price', { price: '1.00' }, object({ TaxAmount: number }), []],
    ['the total of something else is none', { total_tax: '1.00' }, object({ Total: number }), []],
    [
      'the total itself is',
      { total_tax: '1.00', subtotal_price: '5.00', total_price: '6.00' },
      object({ Total: number }),
      ['total_price > Total !'],
    ],
    ['what the sample holds nothing of is not ticked', { email: null }, object({ Email: text }), ['email > Email']],
    [
      'one of a few values takes what is among them',
      { status: 'paid' },
      object({ Status: choice('open', 'paid') }),
      ['status > Status !'],
    ],
    [
      'a field that one target has is less sure for another',
      { email: 'a@b.eu' },
      object({ Email: text, EmailAddress: text }),
      ['email > Email !', 'email > EmailAddress'],
    ],
    ['types that can never fit', { total: { net: 1 }, quantity: true }, object({ Quantity: number }), []],
    [
      'lists by what they are called, and only one for each',
      { shipping_lines: [{ title: 'Post', price: '5.00' }], line_items: [{ title: 'Stool', price: '60.00' }] },
      object({ Items: list({ Description: text, UnitPrice: number }) }),
      ['line_items[].title > Items[].Description !', 'line_items[].price > Items[].UnitPrice !'],
    ],
    [
      'nothing from outside a list into it, nor out of it',
      { sku: 'A', line_items: [{ quantity: 1 }] },
      object({ Quantity: number, Lines: list({ Sku: text }) }),
      [],
    ],
    [
      'lists within lists',
      { line_items: [{ tax_lines: [{ rate: 0.2, price: '1.00' }] }] },
      object({ Lines: list({ TaxLines: list({ Rate: number }) }) }),
      ['line_items[].tax_lines[].rate > Lines[].TaxLines[].Rate !'],
    ],
    [
      'names that programs choke on',
      { constructor: 'a', '': 'b', '—': 'c' },
      object({ Constructor: text, '': text, '—': text }),
      ['constructor > Constructor !', '"" > "" !', '— > — !'],
    ],
  ];
  it.each(cases)('%s', (_, from, to, expected) => {
    expect(lines(inferSchema(from), to, { sample: from })).toEqual(expected);
  });

  it('an order becomes most of an invoice, from nothing', () => {
    const order = operationOf(catalog(), 'shopify.order-placed');
    const { input = {} } = operationOf(catalog(), 'xero.create-invoice') ?? {};
    const { output, sample } = order ?? {};
    const source = extendSchema(output, inferSchema(sample ?? null));
    expect(lines(source, input, { sample })).toEqual([
      'order_number > InvoiceNumber !',
      'po_number > Reference',
      'order_status_url > Url',
      'customer.default_address.name > Contact.Name !',
      'customer.email > Contact.EmailAddress !',
      'customer.id > Contact.ContactNumber',
      'processed_at > Date',
      'currency > CurrencyCode !',
      'line_items[].title > LineItems[].Description !',
      'line_items[].quantity > LineItems[].Quantity !',
      'line_items[].price > LineItems[].UnitAmount !',
      'line_items[].total_discount > LineItems[].DiscountAmount',
      'line_items[].sku > LineItems[].ItemCode !',
      'total_price > Total !',
    ]);
  });
});

describe('suggestions in a mapping that is under way', () => {
  const source = object({
    name: text,
    currency: text,
    line_items: list({ sku: text, price: number, tax_lines: list({ price: number, title: text }) }),
    shipping_lines: list({ sku: text, price: number }),
  });
  const target = object({
    Name: text,
    CurrencyCode: text,
    LineItems: list({ Sku: text, Price: number, Taxes: list({ Price: number }) }),
  });
  const mapped = editMapping(
    emptyMapping,
    { kind: 'connect', source: ['currency'], at: { target: ['CurrencyCode'] } },
    { source, target },
  ).mapping;

  it('leave what is mapped, and say why', () => {
    const found = suggestions(mapped, source, target);
    expect(found.map((line) => `${pathWords(line.target)}: ${line.why}`)).toEqual([
      'Name: same path',
      'LineItems[].Sku: same path',
      'LineItems[].Price: same path',
      'LineItems[].Taxes[].Price: same name',
    ]);
  });

  it('say of name, type and sample what speaks for them, and what else would do', () => {
    const from = { created_at: '2026-11-20', processed_at: '2026-11-20T10:00:00Z', ordered_at: '2026-11-20', qty: 2 };
    const found = suggestions(emptyMapping, inferSchema(from), object({ Date: date, Quantity: number }), {
      sample: from,
    });
    expect(found.map(({ score, why }) => `${score} ${why}`)).toEqual([
      '0.84 may stand for it, sample looks like a date, so would “created_at” do',
      '0.97 means the same, a whole number into a number, sample looks like a number',
    ]);
  });

  it('are drawn in with their loops, never over a row that is there', () => {
    const found = suggestions(mapped, source, target);
    const over = { source: ['name'], target: ['CurrencyCode'], score: 1, why: '' };
    const drawn = accept(mapped, [...found, over], source, target);
    expect(shape(drawn.rows)).toEqual([
      'CurrencyCode = currency',
      'Name = name',
      ['LineItems ⟲ line_items', 'Sku = sku', 'Price = price', ['Taxes ⟲ tax_lines', 'Price = price']],
    ]);
    expect(suggestions(drawn, source, target)).toEqual([]);
  });

  it('keep to the list that a loop goes over already', () => {
    const looped = editMapping(
      emptyMapping,
      { kind: 'connect', source: ['shipping_lines'], at: { target: ['LineItems'] } },
      { source, target },
    ).mapping;
    expect(lines(source, target, {}, looped)).toContain('shipping_lines[].price > LineItems[].Price !');
  });

  it('leave what is left out on purpose', () => {
    const ignored = editMapping(mapped, { kind: 'ignore', target: ['LineItems'], note: 'by hand' }).mapping;
    expect(lines(source, target, {}, ignored)).toEqual(['name > Name !']);
  });

  it('are looked for within two objects as if nothing were around them', () => {
    const address = { street: text, zip: text, name: text };
    const from = object({ billing: object(address), shipping: object(address), name: text });
    const to = object({ Name: text, Deliver: object({ Street: text, Postcode: text, Email: text }) });
    const within = { source: ['shipping'], target: ['Deliver'] };
    expect(lines(from, to, { within: { source: ['shipping'], target: [] } })).toContain('shipping.name > Name !');
    expect(lines(from, to, { within })).toEqual([
      'shipping.street > Deliver.Street !',
      'shipping.zip > Deliver.Postcode !',
    ]);
  });
});

type Shape = string | Shape[];
const shape = (rows: Row[]): Shape[] =>
  rows.map((row) => {
    if (row.kind === 'loop') return [`${pathWords(row.target)} ⟲ ${pathWords(row.over)}`, ...shape(row.rows)];
    return `${pathWords(row.target)} = ${row.rule.kind === 'path' ? pathWords(row.rule.path) : row.rule.kind}`;
  });
