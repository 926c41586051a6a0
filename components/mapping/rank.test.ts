import { describe, expect, it } from 'vitest';
import { tree } from '#flow/mapping/tree.ts';
import { ranked } from './rank.ts';

const order = tree(undefined, {
  id: 1,
  name: '#1002',
  created_at: '2026-11-23T00:41:08+01:00',
  currency: 'EUR',
  customer: { id: 7, first_name: 'Jana', email: 'jana@example.eu' },
  line_items: [{ title: 'Bottle', sku: 'BOT', quantity: 1, price: '24.50' }],
});

describe('sources ranked for a target', () => {
  const cases: [string[], 'string' | 'integer' | 'decimal' | 'date', string][] = [
    [['CurrencyCode'], 'string', 'currency'],
    [['Contact', 'EmailAddress'], 'string', 'customer.email'],
    [['LineItems', '[]', 'Quantity'], 'decimal', 'line_items.[].quantity'],
    [['LineItems', '[]', 'UnitAmount'], 'decimal', 'line_items.[].price'],
    [['LineItems', '[]', 'Description'], 'string', 'line_items.[].title'],
    [['Date'], 'date', 'created_at'],
    [['InvoiceNumber'], 'string', 'name'],
  ];
  it.each(cases)('%j (%s) is offered %s first', (path, kind, best) => {
    const [first] = ranked(order, { path, name: path.at(-1)!, kind });
    expect(first?.path.join('.')).toBe(best);
  });

  it('prefers fields that hold something', () => {
    const twins = tree(undefined, { closed_at: '2026-11-23', opened_at: '2026-11-23' });
    const [first] = ranked(twins, { path: ['Date'], name: 'Date', kind: 'date' }, ({ name }) => name === 'opened_at');
    expect(first?.name).toBe('opened_at');
  });

  it('puts what can never fit last', () => {
    const last = ranked(order, { path: ['LineItems', '[]', 'Quantity'], name: 'Quantity', kind: 'decimal' }).slice(-3);
    expect(last.map(({ kind }) => kind).sort()).toEqual(['array', 'datetime', 'object']);
  });
});
