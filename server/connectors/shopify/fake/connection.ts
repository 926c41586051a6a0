import { GraphQLError } from 'graphql';

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

export interface Connection<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** An item and where it stands: positions ascend as text, and a cursor is a position, so it holds while items move. */
export interface Placed<T> {
  position: string;
  node: T;
}

/** One page of items, in ascending order of position unless `reverse`. Throws GraphQLError as the vendor does. */
export function connection<T>(items: Placed<T>[], page: PageArguments, reverse = false): Connection<T> {
  const size = page.first ?? page.last;
  if (size === null || size === undefined) throw badRequest('you must provide one of first or last');
  if (size < 0 || size > 250)
    throw badRequest(`${page.first ? 'first' : 'last'} must be between 0 and 250, but was ${size}`);
  const ascending = items.toSorted((one, other) => (one.position < other.position ? -1 : 1));
  const inOrder = reverse ? ascending.toReversed() : ascending;
  const beyond = (position: string, cursor: string) => (reverse ? position < cursor : position > cursor);
  const after = page.after ? readCursor(page.after) : undefined;
  const before = page.before ? readCursor(page.before) : undefined;
  const within = inOrder.filter(
    ({ position }) =>
      (after === undefined || beyond(position, after)) && (before === undefined || beyond(before, position)),
  );
  const chosen =
    typeof page.first === 'number' ? within.slice(0, size) : within.slice(Math.max(0, within.length - size));
  const edges = chosen.map(({ position, node }) => ({ cursor: writeCursor(position), node }));
  const [start, end] = [chosen[0], chosen.at(-1)];
  return {
    edges,
    nodes: chosen.map(({ node }) => node),
    pageInfo: {
      hasPreviousPage: start !== undefined && inOrder[0] !== start,
      hasNextPage: end !== undefined && inOrder.at(-1) !== end,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Items that stand in the order they came. */
export function inSequence<T>(nodes: T[]): Placed<T>[] {
  return nodes.map((node, index) => ({ position: String(index).padStart(6, '0'), node }));
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function writeCursor(position: string): string {
  return Buffer.from(JSON.stringify({ last: position })).toString('base64');
}

function readCursor(cursor: string): string {
  try {
    const { last } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (typeof last === 'string') return last;
  } catch {
    // Falls through to the vendor's words.
  }
  throw badRequest(`${cursor} is not a valid cursor.`);
}
