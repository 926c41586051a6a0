import { Decimal } from 'decimal.js';

export interface Money {
  amount: string;
  currency_code: string;
}

/** What the shop books and what the buyer saw. */
export interface MoneySet {
  shop_money: Money;
  presentment_money: Money;
}

/** The shop's currency and the buyer's, with units of the second for one of the first. */
export interface Currencies {
  shop: string;
  presentment: string;
  rate: string;
}

export function cents(value: Decimal.Value): string {
  return new Decimal(value).toFixed(2, Decimal.ROUND_HALF_UP);
}

export function sum(values: Decimal.Value[]): Decimal {
  return values.reduce<Decimal>((total, value) => total.plus(value), new Decimal(0));
}

export function moneySet(amount: Decimal.Value, { shop, presentment, rate }: Currencies): MoneySet {
  return {
    shop_money: { amount: cents(amount), currency_code: shop },
    presentment_money: { amount: cents(new Decimal(amount).times(rate)), currency_code: presentment },
  };
}
