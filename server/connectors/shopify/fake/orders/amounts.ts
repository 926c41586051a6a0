import { Decimal } from 'decimal.js';
import { cents, sum } from '../money.ts';
import type { SampleDiscount, SampleLine, SampleOrder, SampleShipping, SampleTax } from './sample-order.ts';

export interface Allocation {
  /** Index into the order's discounts. */
  discount: number;
  amount: string;
}

export interface TaxAmount extends SampleTax {
  amount: string;
}

export interface ChargeAmounts {
  allocations: Allocation[];
  /** After discounts. */
  net: string;
  taxes: TaxAmount[];
}

export interface OrderAmounts {
  lines: ChargeAmounts[];
  shipping?: ChargeAmounts;
  /** Per title and rate, over lines and shipping. */
  taxes: TaxAmount[];
  /** All lines before any discount. */
  lineTotal: string;
  /** All lines after their discounts. */
  subtotal: string;
  discount: string;
  /** Shipping after its discount. */
  shippingNet: string;
  tax: string;
  tip: string;
  total: string;
}

/** The shop's arithmetic: discounts are allocated to lines, tax is rounded per tax line and then added. */
export function orderAmounts(order: SampleOrder): OrderAmounts {
  const discounts = order.discounts ?? [];
  const gross = order.lines.map(grossOf);
  const shares = discounts.map((discount) => (discount.on === 'lines' ? allocate(discount, gross) : []));
  const charge = (price: Decimal.Value, taxes: SampleTax[], allocations: Allocation[]): ChargeAmounts => {
    const net = cents(new Decimal(price).minus(sum(allocations.map(({ amount }) => amount))));
    return { allocations, net, taxes: taxAmounts(net, taxes, order.taxesIncluded ?? false) };
  };
  const lines = order.lines.map((line, index) =>
    charge(
      gross[index] ?? '0',
      line.taxes,
      shares.flatMap((share, discount) => {
        const amount = share[index];
        return amount && amount !== '0.00' ? [{ discount, amount }] : [];
      }),
    ),
  );
  const shipping =
    order.shipping &&
    charge(order.shipping.price, order.shipping.taxes, shippingAllocations(order.shipping, discounts));
  const charges = shipping ? [...lines, shipping] : lines;
  const tax = cents(sum(charges.flatMap(({ taxes }) => taxes.map(({ amount }) => amount))));
  const subtotal = cents(sum(lines.map(({ net }) => net)));
  const shippingNet = shipping?.net ?? '0.00';
  const tip = order.tip ?? '0.00';
  return {
    lines,
    shipping,
    taxes: byRate(charges.flatMap(({ taxes }) => taxes)),
    lineTotal: cents(sum(gross)),
    subtotal,
    discount: cents(sum(charges.flatMap(({ allocations }) => allocations.map(({ amount }) => amount)))),
    shippingNet,
    tax,
    tip,
    total: cents(sum([subtotal, shippingNet, tip, order.taxesIncluded ? 0 : tax])),
  };
}

function grossOf(line: SampleLine): string {
  return cents(new Decimal(line.price).times(line.quantity));
}

/** A percentage falls on each line by itself; a fixed amount is spread by value, the last line taking the odd cent. */
function allocate({ kind, value }: SampleDiscount, gross: string[]): string[] {
  if (kind === 'percentage') return gross.map((amount) => cents(new Decimal(amount).times(value).dividedBy(100)));
  const whole = sum(gross);
  let left = new Decimal(value);
  return gross.map((amount, index) => {
    const share = index === gross.length - 1 ? cents(left) : cents(new Decimal(value).times(amount).dividedBy(whole));
    left = left.minus(share);
    return share;
  });
}

function shippingAllocations({ price }: SampleShipping, discounts: SampleDiscount[]): Allocation[] {
  return discounts.flatMap((each, discount) =>
    each.on === 'shipping' ? allocate(each, [price]).map((amount) => ({ discount, amount })) : [],
  );
}

function taxAmounts(net: string, taxes: SampleTax[], included: boolean): TaxAmount[] {
  const rates = sum(taxes.map(({ rate }) => rate));
  const base = included ? new Decimal(net).dividedBy(rates.plus(1)) : new Decimal(net);
  return taxes.map((tax) => ({ ...tax, amount: cents(base.times(tax.rate)) }));
}

function byRate(taxes: TaxAmount[]): TaxAmount[] {
  const groups = Map.groupBy(taxes, ({ title, rate }) => `${title} ${rate}`);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, amount: cents(sum([first, ...rest].map(({ amount }) => amount))) }] : [],
  );
}
