import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { cents, sum } from '../money.ts';
import { orderDocument } from '../order-document.ts';
import { buildOrder } from './build-order.ts';
import { sampleOrders, samples } from './samples.ts';

const placing = {
  sequence: 1,
  at: Date.parse('2026-11-23T09:00:00Z'),
  shop: 'wheelwright-sandbox.myshopify.com',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
};
const build = (key: string) => {
  const sample = samples.find((each) => each.key === key);
  if (!sample) throw new Error(`no sample ${key}`);
  return buildOrder(sample, placing);
};
const allocated = (of: { discount_allocations: { amount: string }[] }) =>
  sum(of.discount_allocations.map(({ amount }) => amount));
const taxed = (of: { tax_lines: { price: string }[] }) => sum(of.tax_lines.map(({ price }) => price));

describe('every sample order', () => {
  it.each(sampleOrders)('$key adds up to its total', ({ key }) => {
    const order = build(key);
    const goods = order.line_items.map((line) =>
      new Decimal(line.price_set.shop_money.amount).times(line.quantity).minus(allocated(line)),
    );
    const shipping = order.shipping_lines.map((line) =>
      new Decimal(line.price_set.shop_money.amount).minus(allocated(line)),
    );
    const tax = sum([...order.line_items, ...order.shipping_lines].map(taxed));
    expect(cents(tax)).toBe(order.total_tax);
    expect(cents(taxed(order))).toBe(order.total_tax);
    const total = sum([...goods, ...shipping, order.total_tip_received, order.taxes_included ? 0 : tax]);
    expect(cents(total)).toBe(order.total_price);
  });

  it.each(sampleOrders)('$key is a complete document', ({ key }) => {
    expect(orderDocument.safeParse(build(key)).error).toBeUndefined();
    expect(Object.keys(build(key))).toHaveLength(91);
  });

  it('has a key of its own and says what is worth seeing', () => {
    expect(new Set(sampleOrders.map(({ key }) => key)).size).toBe(sampleOrders.length);
    for (const { title, note } of sampleOrders) expect(title && note).toBeTruthy();
  });

  it('is the same document for the same sequence and moment', () => {
    expect(build('county')).toEqual(build('county'));
  });
});

describe('the traps', () => {
  it.each([
    ['plain', '158.80', '30.17', '188.97'],
    ['discount', '145.75', '30.60', '176.35'],
    ['two-rates', '375.40', '42.96', '418.36'],
    ['county', '150.50', '10.81', '161.31'],
    ['guest', '82.50', '16.50', '99.00'],
    ['tax-included', '77.46', '13.90', '83.36'],
    ['half-cents', '24.50', '4.67', '29.17'],
    ['gift-card', '112.00', '13.02', '125.02'],
    ['shipping', '115.00', '22.78', '142.68'],
    ['free', '0.00', '0.00', '0.00'],
    ['tip', '50.95', '10.70', '65.65'],
  ])('%s: lines %s, tax %s, total %s', (key, subtotal, tax, total) => {
    const order = build(key);
    expect([order.subtotal_price, order.total_tax, order.total_price]).toEqual([subtotal, tax, total]);
  });

  it('keeps the discount in allocations while total_discount says 0.00', () => {
    const lines = build('discount').line_items;
    expect(lines.map((line) => line.total_discount_set.shop_money.amount)).toEqual(['0.00', '0.00']);
    expect(lines.map((line) => cents(allocated(line)))).toEqual(['4.50', '11.70']);
  });

  it('rounds state and county tax apart, a cent more than together', () => {
    const [mug] = build('county').line_items;
    expect(mug?.tax_lines.map(({ price, rate }) => [price, rate])).toEqual([
      ['0.81', 0.0625],
      ['0.26', 0.02],
    ]);
  });

  it('shows the buyer’s dollars beside the shop’s euros', () => {
    const { total_price_set, currency, presentment_currency } = build('county');
    expect([currency, presentment_currency]).toEqual(['EUR', 'USD']);
    expect(total_price_set.presentment_money).toEqual({ amount: '175.02', currency_code: 'USD' });
  });

  it('has a guest without customer and email', () => {
    expect([build('guest').customer, build('guest').email]).toEqual([null, '']);
  });

  it('writes moments in the shop’s zone', () => {
    expect(build('plain').created_at).toBe('2026-11-23T10:00:00+01:00');
  });
});
