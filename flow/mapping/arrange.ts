import type { Decimal } from 'decimal.js';
import { canonicalJson, type Json } from '../json.ts';
import { asText } from './convert.ts';
import type { LoopRow, Path } from './document.ts';
import { exactOf } from './exact.ts';
import { Fault } from './found.ts';
import { depthLimit, isThere, readerOf, tooDeep } from './path.ts';

/** One element of a loop, with its place in the source, or of a group the first one's. */
export interface Element {
  item: Json;
  index: number;
}

type Arrange = (elements: Element[]) => Element[] | Fault;

/** The order and choice a loop asks for, after its condition. `undefined` when elements are taken as they come. */
export function arrangementOf(loop: LoopRow): Arrange | undefined {
  const steps = [
    distinctStep(loop.distinct),
    sortStep(loop.sort),
    groupStep(loop.groupBy),
    limitStep(loop.limit),
  ].filter((step) => step !== undefined);
  if (steps.length === 0) return undefined;
  return (elements) => {
    let left: Element[] | Fault = elements;
    for (const step of steps) {
      left = step(left);
      if (left instanceof Fault) return left;
    }
    return left;
  };
}

/** A value that can be written out to be compared. */
function readShallow(read: ReturnType<typeof readerOf>, item: Json): Json | undefined | Fault {
  const value = read(item);
  if (typeof value !== 'object' || value === null || value instanceof Fault || !tooDeep(value)) return value;
  return new Fault(
    `what its elements are arranged by is nested deeper than ${depthLimit} levels`,
    'Choose a field that holds text or a number.',
  );
}

function distinctStep(paths: Path[] | undefined): Arrange | undefined {
  if (!paths) return undefined;
  const reads = paths.map(readerOf);
  return (elements) => {
    const seen = new Set<string>();
    const kept: Element[] = [];
    for (const element of elements) {
      const values: Json[] = [];
      for (const read of reads) {
        const value = readShallow(read, element.item);
        if (value instanceof Fault) return value;
        values.push(value ?? null);
      }
      const key = canonicalJson(values);
      if (!seen.has(key)) kept.push(element);
      seen.add(key);
    }
    return kept;
  };
}

function sortStep(terms: LoopRow['sort']): Arrange | undefined {
  if (!terms) return undefined;
  const reads = terms.map(({ path, descending = false }) => ({ read: readerOf(path), descending }));
  return (elements) => {
    const keyed: { element: Element; keys: SortKey[] }[] = [];
    for (const element of elements) {
      const keys: SortKey[] = [];
      for (const { read } of reads) {
        const value = readShallow(read, element.item);
        if (value instanceof Fault) return value;
        keys.push(sortKey(value));
      }
      keyed.push({ element, keys });
    }
    keyed.sort((a, b) => {
      for (const [index, { descending }] of reads.entries()) {
        const order = comparedKeys(a.keys[index]!, b.keys[index]!, descending);
        if (order !== 0) return order;
      }
      return 0;
    });
    return keyed.map(({ element }) => element);
  };
}

/** What a value is sorted by: one order for all, so that it does not depend on what is compared first. */
export interface SortKey {
  /** Numbers come before other texts, what holds nothing after both. */
  rank: 0 | 1 | 2;
  number?: Decimal;
  text: string;
}

export function sortKey(value: Json | undefined): SortKey {
  if (!isThere(value)) return { rank: 2, text: '' };
  const number = exactOf(value as Json);
  return number
    ? { rank: 0, number, text: '' }
    : { rank: 1, text: asText(value as Json) ?? canonicalJson(value as Json) };
}

/** Numbers by value, texts by their characters. What holds nothing is last either way. */
export function comparedKeys(a: SortKey, b: SortKey, descending: boolean): number {
  if (a.rank === 2 || b.rank === 2) return a.rank === b.rank ? 0 : a.rank - b.rank;
  const order =
    a.rank !== b.rank
      ? a.rank - b.rank
      : a.number && b.number
        ? a.number.comparedTo(b.number)
        : comparedTexts(a.text, b.text);
  return descending ? -order : order;
}

const comparedTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupStep(path: Path | undefined): Arrange | undefined {
  if (!path) return undefined;
  const read = readerOf(path);
  return (elements) => {
    const groups = new Map<string, { key: Json; items: Json[]; index: number }>();
    for (const { item, index } of elements) {
      const value = readShallow(read, item);
      if (value instanceof Fault) return value;
      const key = value ?? null;
      const name = canonicalJson(key);
      const known = groups.get(name);
      if (known) known.items.push(item);
      else groups.set(name, { key, items: [item], index });
    }
    return [...groups.values()].map(({ key, items, index }) => ({ item: { key, items }, index }));
  };
}

const limitStep = (limit: number | undefined): Arrange | undefined =>
  limit === undefined ? undefined : (elements) => elements.slice(0, limit);
