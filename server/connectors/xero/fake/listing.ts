import { type Answer, queryParseException } from './answers.ts';

/** What a list call may filter and order by: the vendor's field names, values as text. */
export type Fields = Record<string, string | undefined>;

export interface Listed<T> {
  items: T[];
  /** Present when a page was asked for. */
  pagination?: { page: number; pageSize: number; pageCount: number; itemCount: number };
}

/**
 * The parameters every list shares: `where`, `order`, `page`, `pageSize` and the If-Modified-Since header. Of `where`
 * the fake reads comparisons joined by AND: `Field=="text"`, `Field.ToLower()=="text"`, `Field!=null`, `Field==null`.
 */
export function listed<T extends { updatedAt: number }>(
  items: T[],
  request: Request,
  fields: (item: T) => Fields,
): Listed<T> | Answer {
  const query = new URL(request.url).searchParams;
  const since = modifiedSince(request.headers.get('if-modified-since'));
  const matches = whereClause(query.get('where'));
  const compare = orderClause(query.get('order'));
  if (!matches) return queryParseException(`The where clause cannot be read: ${query.get('where')}`);
  if (!compare) return queryParseException(`The order clause cannot be read: ${query.get('order')}`);
  const found = items.filter((item) => item.updatedAt >= since && matches(fields(item)));
  const inOrder = found.toSorted((one, other) => compare(fields(one), fields(other)));
  return paged(inOrder, query);
}

/** A comma-separated parameter such as `IDs`, or undefined when it was not sent. */
export function commaList(request: Request, name: string): string[] | undefined {
  const value = new URL(request.url).searchParams.get(name);
  return value ? value.split(',').map((part) => part.trim()) : undefined;
}

export function isTrue(request: Request, name: string): boolean {
  return new URL(request.url).searchParams.get(name)?.toLowerCase() === 'true';
}

function paged<T>(items: T[], query: URLSearchParams): Listed<T> {
  if (!query.has('page') && !query.has('pageSize')) return { items };
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
  const pageSize = Math.min(1000, Math.max(1, Number(query.get('pageSize') ?? 100) || 100));
  return {
    items: items.slice((page - 1) * pageSize, page * pageSize),
    pagination: { page, pageSize, pageCount: Math.ceil(items.length / pageSize), itemCount: items.length },
  };
}

/** The header is UTC whether or not it says so: `2026-11-01T00:00:00` or an HTTP date. */
function modifiedSince(header: string | null): number {
  if (!header) return Number.NEGATIVE_INFINITY;
  const iso = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(header) ? `${header}Z` : header;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}

const comparison = /^(\w+)(\.ToLower\(\))?\s*(==|!=)\s*(?:"([^"]*)"|(null))$/;

function whereClause(where: string | null): ((of: Fields) => boolean) | undefined {
  if (!where) return () => true;
  const tests: ((of: Fields) => boolean)[] = [];
  for (const part of where.split(/\s+AND\s+|\s*&&\s*/i)) {
    const [, field, lower, operator, text] = comparison.exec(part.trim()) ?? [];
    if (!field) return undefined;
    tests.push((of) => {
      const value = lower ? of[field]?.toLowerCase() : of[field];
      return (value === text) === (operator === '==');
    });
  }
  return (of) => tests.every((holds) => holds(of));
}

function orderClause(order: string | null): ((one: Fields, other: Fields) => number) | undefined {
  if (!order) return () => 0;
  const [, field, down] = /^(\w+)(?:\s+(ASC|DESC))?$/i.exec(order.trim()) ?? [];
  if (!field) return undefined;
  const sign = down?.toUpperCase() === 'DESC' ? -1 : 1;
  return (one, other) => sign * (one[field] ?? '').localeCompare(other[field] ?? '', 'en', { numeric: true });
}
