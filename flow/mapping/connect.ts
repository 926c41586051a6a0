import type { JsonSchema } from '../catalog.ts';
import type { LoopRow, Mapping, Rule } from './document.ts';
import { pathWords } from './path.ts';
import { type At, freshRowId, isSame, place, put, relative, type Spot } from './place.ts';
import { type Kind, kindOf, schemaAt } from './shape.ts';

/** What is known of both sides. */
export interface Schemas {
  source?: JsonSchema;
  target?: JsonSchema;
}

type PathRule = Extract<Rule, { kind: 'path' }>;

/** Draws a line: makes the loops it needs, and chooses how several values become one. */
export function connect(draft: Mapping, source: string[], at: At, schemas: Schemas): { row?: string; hint?: string } {
  const spot = place(draft, at, source, schemas.source);
  if (!spot) return {};
  const wanted = schemaAt(schemas.target, [...spot.target, ...spot.field]);
  const given = schemaAt(schemas.source, source);
  const loopHints = spot.made.map(loopHint);
  if (kindOf(given) === 'array' && kindOf(wanted) === 'array' && kindOf(wanted?.items) === 'object') {
    return linkLists(draft, spot, source, loopHints);
  }
  const { from, path } = relative(spot, source);
  const collect = collectFor(path, given, kindOf(wanted), at);
  const made = put(draft, spot, { kind: 'path', from, path, ...(collect ? { collect } : {}) });
  const collectHint = collect && collectHints[collect](pathWords(source));
  return { ...made, ...hinted([...loopHints, collectHint, made.hint]) };
}

function hinted(hints: (string | undefined)[]): { hint?: string } {
  const said = hints.filter((hint) => hint !== undefined);
  return said.length === 0 ? {} : { hint: said.join(' ') };
}

function loopHint(loop: LoopRow): string {
  const target = pathWords(loop.target);
  return loop.over.length === 0
    ? `“${target}” is a list: it gets one element.`
    : `A loop was made: for each of “${pathWords(loop.over)}” one element of “${target}”.`;
}

/** A list onto a list of objects: the loop alone; its fields are mapped next. */
function linkLists(draft: Mapping, spot: Spot, source: string[], hints: string[]): { row?: string; hint?: string } {
  const { from, path } = relative(spot, source);
  const known = spot.rows.find(
    (row) => isSame(row.target, spot.field) && row.kind === 'loop' && isSame(row.over, path),
  );
  if (known) return { row: known.id, hint: 'This loop is there already. Map its fields.' };
  if (spot.rows.some((row) => isSame(row.target, spot.field) && row.kind !== 'loop')) {
    return { hint: `“${pathWords([...spot.target, ...spot.field])}” is filled by a row. Remove it first.` };
  }
  const loop: LoopRow = { kind: 'loop', id: freshRowId(draft.rows), target: spot.field, from, over: path, rows: [] };
  spot.rows.push(loop);
  return { row: loop.id, ...hinted([...hints, loopHint(loop), 'Map its fields next.']) };
}

type Collect = NonNullable<PathRule['collect']>;

const collectHints: Record<Collect, (words: string) => string> = {
  sum: (words) => `“${words}” may hold several values: their sum is taken.`,
  first: (words) => `“${words}” may hold several values: the first is taken.`,
  last: (words) => `“${words}” may hold several values: the last is taken.`,
  only: (words) => `“${words}” may hold several values: more than one parks the message.`,
  count: (words) => `“${words}” is a list: its elements are counted.`,
  join: (words) => `“${words}” may hold several values: they are joined.`,
  list: (words) => `All values of “${words}” are taken as a list.`,
};

function collectFor(
  path: string[],
  given: JsonSchema | undefined,
  wanted: Kind | undefined,
  at: At,
): Collect | undefined {
  const isList = kindOf(given) === 'array';
  const crosses = path.includes('[]');
  if (!crosses && (!isList || !wanted)) return undefined;
  if (wanted === 'array' || at.target.at(-1) === '[]') return crosses ? 'list' : undefined;
  const element = kindOf(isList ? given?.items : given);
  if (element === 'object') return 'count';
  return element === 'integer' || element === 'decimal' ? 'sum' : 'first';
}
