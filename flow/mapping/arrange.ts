import { canonicalJson, type Json } from '../json.ts';
import { asText } from './convert.ts';
import type { LoopRow, Path } from './document.ts';
import { exactOf } from './exact.ts';
import { Fault } from './found.ts';
import { isThere, readerOf } from './path.ts';

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

function distinctStep(paths: Path[] | undefined): Arrange | undefined {
  if (!paths) return undefined;
  const reads = paths.map(readerOf);
  return (elements) => {
    const seen = new Set<string>();
    const kept: Element[] = [];
    for (const element of elements) {
      const values: Json[] = [];
      for (const read of reads) {
        const value = read(element.item);
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
    const keyed: { element: Element; keys: (Json | undefined)[] }[] = [];
    for (const element of elements) {
      const keys: (Json | undefined)[] = [];
      for (const { read } of reads) {
        const value = read(element.item);
        if (value instanceof Fault) return value;
        keys.push(value);
      }
      keyed.push({ element, keys });
    }
    keyed.sort((a, b) => {
      for (const [index, { descending }] of reads.entries()) {
        const order = comparedValues(a.keys[index], b.keys[index], descending);
        if (order !== 0) return order;
      }
      return 0;
    });
    return keyed.map(({ element }) => element);
  };
}

/** Numbers by value where both are; else as text, by its characters. What holds nothing is last either way. */
export function comparedValues(a: Json | undefined, b: Json | undefined, descending: boolean): number {
  if (!isThere(a) || !isThere(b)) return Number(isThere(b)) - Number(isThere(a));
  const [x, y] = [exactOf(a as Json), exactOf(b as Json)];
  const order = x && y ? x.comparedTo(y) : comparedTexts(textOf(a as Json), textOf(b as Json));
  return descending ? -order : order;
}

const comparedTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const textOf = (value: Json): string => asText(value) ?? canonicalJson(value);

function groupStep(path: Path | undefined): Arrange | undefined {
  if (!path) return undefined;
  const read = readerOf(path);
  return (elements) => {
    const groups = new Map<string, { key: Json; items: Json[]; index: number }>();
    for (const { item, index } of elements) {
      const value = read(item);
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
