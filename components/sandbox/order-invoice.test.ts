import { describe, expect, it } from 'vitest';
import { invoiceOf, sameAmount } from './order-invoice.ts';

describe('invoiceOf', () => {
  const invoices = [{ number: 'SH-1002' }, { number: 'SH-10021' }, { number: 'INV-0007' }, { number: 'draft' }];

  it.each([
    ['#1002', 'SH-1002'],
    ['1002', 'SH-1002'],
    ['#10021', 'SH-10021'],
    ['#1', undefined],
    ['#7', undefined],
    ['no number', undefined],
  ])('finds that of order %s', (name, number) => {
    expect(invoiceOf({ name }, invoices)?.number).toBe(number);
  });
});

it.each([
  ['10.5', '10.50', true],
  ['9007199254740993.01', '9007199254740993.02', false],
  ['', '0', false],
])('compares %j and %j as decimals', (one, other, same) => {
  expect(sameAmount(one, other)).toBe(same);
});
