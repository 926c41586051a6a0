import { GraphQLError } from 'graphql';
import type { Placed } from './connection.ts';
import type { OrderDocument } from './order-document.ts';

/**
 * The `query` of `orders`: terms such as `updated_at:>='2026-11-01T00:00:00Z'`, `name:#1001`, `-financial_status:paid`,
 * all of which must hold. The vendor ignores fields it does not know and warns; the fake refuses them, so that a typing
 * error in a filter is found here and not in production.
 */
export function orderFilter(query: string): (order: OrderDocument) => boolean {
  const terms = query.replaceAll(/\s+AND\s+/g, ' ').matchAll(/(-?)(\w+):\s*(>=|<=|>|<|)('[^']*'|"[^"]*"|\S+)|\S+/g);
  const tests = [...terms].map(([text, minus, field, operator, quoted]) => {
    const read = field ? fields[field] : undefined;
    if (!read || quoted === undefined) throw new GraphQLError(`The sandbox shop cannot search for: ${text}`);
    const holds = comparison(operator ?? '', read.time, quoted.replaceAll(/^['"]|['"]$/g, ''));
    return (order: OrderDocument) => holds(read.value(order)) !== (minus === '-');
  });
  return (order) => tests.every((holds) => holds(order));
}

export type OrderSortKey = 'CREATED_AT' | 'ID' | 'ORDER_NUMBER' | 'PROCESSED_AT' | 'TOTAL_PRICE' | 'UPDATED_AT';

/** Where an order stands by a sort key; the id settles ties. */
export function placedBy(key: OrderSortKey, order: OrderDocument): Placed<OrderDocument> {
  const values: Record<OrderSortKey, number> = {
    CREATED_AT: Date.parse(order.created_at),
    UPDATED_AT: Date.parse(order.updated_at),
    PROCESSED_AT: Date.parse(order.processed_at ?? order.created_at),
    TOTAL_PRICE: Math.round(Number(order.total_price) * 100),
    ORDER_NUMBER: Number(order.order_number ?? 0),
    ID: 0,
  };
  return { position: `${String(values[key]).padStart(16, '0')} ${String(order.id).padStart(20, '0')}`, node: order };
}

interface Searchable {
  time: boolean;
  value(order: OrderDocument): string;
}

const words = (value: (order: OrderDocument) => string): Searchable => ({ time: false, value });
const moment = (value: (order: OrderDocument) => string): Searchable => ({ time: true, value });

const fields: Record<string, Searchable> = {
  id: words((order) => String(order.id)),
  name: words((order) => order.name),
  email: words((order) => order.email ?? ''),
  financial_status: words((order) => order.financial_status),
  created_at: moment((order) => order.created_at),
  processed_at: moment((order) => order.processed_at ?? order.created_at),
  updated_at: moment((order) => order.updated_at),
};

function comparison(operator: string, time: boolean, wanted: string): (value: string) => boolean {
  const read = (text: string): number | string => (time ? Date.parse(text) : text.toLowerCase().replace(/^#/, ''));
  const other = read(wanted);
  if (Number.isNaN(other)) throw new GraphQLError(`The sandbox shop cannot read the date: ${wanted}`);
  switch (operator) {
    case '>=':
      return (value) => read(value) >= other;
    case '<=':
      return (value) => read(value) <= other;
    case '>':
      return (value) => read(value) > other;
    case '<':
      return (value) => read(value) < other;
    default:
      return (value) => read(value) === other;
  }
}
