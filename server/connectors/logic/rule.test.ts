import { describe, expect, it } from 'vitest';
import { type Json, parseJson } from '#flow/json.ts';
import { holds, type Operator, readRules } from './rule.ts';

const order = parseJson(`{
  "name": "#1002", "financial_status": "paid", "total_price": "12.50", "count": 3, "id": 9007199254740993,
  "test": false, "taxes_included": true, "note": "  ", "customer": null, "tags": ["vip", "new"], "sku": "007",
  "line_items": [{ "sku": "A1", "quantity": 1 }, { "sku": "B2", "quantity": 20 }], "discounts": []
}`);

describe('holds', () => {
  it.each<[string, Operator, Json | undefined, boolean]>([
    ['financial_status', 'equals', 'paid', true],
    ['financial_status', 'equals', 'Paid', false],
    ['count', 'equals', '3', true],
    ['count', 'equals', '3.00', true],
    ['sku', 'equals', '7', false],
    ['sku', 'equals', 7, true],
    ['id', 'equals', '9007199254740993', true],
    ['id', 'equals', '9007199254740992', false],
    ['taxes_included', 'equals', 'true', true],
    ['customer', 'equals', null, true],
    ['line_items[].sku', 'equals', 'B2', true],
    ['financial_status', 'not equals', 'paid', false],
    ['nothing', 'not equals', 'paid', true],
    ['line_items[].sku', 'not equals', 'B2', false],
    ['name', 'contains', '100', true],
    ['tags', 'contains', 'vip', true],
    ['tags', 'contains', 'vi', false],
    ['tags[]', 'contains', 'vi', true],
    ['name', 'starts with', '#1', true],
    ['name', 'starts with', '1', false],
    ['total_price', 'greater', 9, true],
    ['total_price', 'greater', '12.49999999999999999999', true],
    ['total_price', 'greater', '12.5', false],
    ['total_price', 'less', '100', true],
    ['line_items[].quantity', 'greater', 19, true],
    ['customer', 'greater', 0, false],
    ['note', 'is empty', undefined, true],
    ['customer', 'is empty', undefined, true],
    ['discounts', 'is empty', undefined, true],
    ['discounts[]', 'is empty', undefined, true],
    ['count', 'is empty', undefined, false],
    ['customer.email', 'is not empty', undefined, false],
    ['tags', 'is not empty', undefined, true],
    ['taxes_included', 'is true', undefined, true],
    ['test', 'is true', undefined, false],
    ['financial_status', 'is true', undefined, false],
    ['financial_status', 'one of', ['paid', 'pending'], true],
    ['financial_status', 'one of', 'paid, pending', true],
    ['financial_status', 'one of', 'refunded', false],
  ])('%s %s %j: %s', (path, is, value, expected) => {
    expect(holds({ path, is, value }, order)).toBe(expected);
  });
});

describe('readRules', () => {
  it('names the node and the rule that cannot be read', () => {
    const config = [
      { path: 'a', is: 'equals' },
      { path: 'b', is: 'resembles' },
    ];
    expect(() => readRules(config, 'Only paid')).toThrow('Rule 2 of “Only paid” cannot be read');
  });

  it('takes no rules for none', () => {
    expect(readRules(undefined, 'Only paid')).toEqual([]);
  });
});
