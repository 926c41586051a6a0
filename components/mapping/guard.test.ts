import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import { guardOf } from './guard.ts';

const lines: Json[] = [
  { Quantity: 2, UnitAmount: '74.95', DiscountAmount: '10.00', TaxAmount: '26.02' },
  { Quantity: 1, UnitAmount: 24.5, TaxAmount: 4.25 },
];

describe('the guard over an invoice', () => {
  it('adds tax to lines that do not include it', () => {
    expect(guardOf({ LineAmountTypes: 'Exclusive', LineItems: lines }, '194.67')).toEqual({
      lines: '164.40',
      tax: '30.27',
      total: '194.67',
      balances: true,
      difference: '0.00',
    });
  });

  it('takes lines that include tax as they are', () => {
    const guard = guardOf({ LineAmountTypes: 'Inclusive', LineItems: lines }, 164.4);
    expect(guard).toMatchObject({ lines: '164.40', tax: null, balances: true });
  });

  it('says by how much lines and total differ', () => {
    const guard = guardOf({ LineItems: lines }, '194.66');
    expect(guard).toMatchObject({ balances: false, difference: '0.01' });
  });

  it('rounds each line to cents and never counts in floats', () => {
    const odd = Array.from({ length: 3 }, () => ({ Quantity: 3, UnitAmount: '0.335' }));
    expect(guardOf({ LineAmountTypes: 'NoTax', LineItems: odd }, '3.03')).toMatchObject({
      lines: '3.03',
      balances: true,
    });
    const tenths = Array.from({ length: 3 }, () => ({ UnitAmount: new Decimal('0.1') }));
    expect(guardOf({ LineItems: tenths }, '0.30')).toMatchObject({ balances: true });
  });

  const without: [Json | undefined, Json | undefined][] = [
    [undefined, 1],
    [{ LineItems: 'none' }, 1],
    [{ LineItems: [] }, undefined],
    [{ LineItems: [{ Quantity: 'two' }] }, 1],
    [{ LineItems: ['line'] }, 1],
  ];
  it.each(without)('says nothing of %j with total %j', (invoice, total) => {
    expect(guardOf(invoice, total)).toBeUndefined();
  });
});
