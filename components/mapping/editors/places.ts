import type { Rule, Source } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { sourcesIn } from '#flow/mapping/rule-text.ts';
import type { SourceRow } from '../source-rows.ts';
import { originText, readOrigin } from '../table/path-text.ts';

/** From where a row reads: the element of the loop around it, counted from the body; empty at the top. */
export interface Standpoint {
  item: string[];
  isTop: boolean;
}

/** A place as it is typed: `sku` in a loop over lines, `$root.currency` from the message. */
export const placeText = ({ from, path }: Source, { isTop }: Standpoint): string => originText(from, path, isTop);

/** What a typed text names; `undefined` when it is no path. */
export const readPlace = (text: string, { isTop }: Standpoint): Source | undefined =>
  text.trim() === '' ? undefined : readOrigin(text.trim(), isTop);

/** A field counted from the body as one names it from here. */
export function seenFrom(path: string[], { item, isTop }: Standpoint): Source {
  const isWithin = !isTop && item.every((step, index) => path[index] === step);
  return isWithin ? { from: 'item', path: path.slice(item.length) } : { from: 'root', path };
}

/** Counted from the body. */
export const absolute = ({ from, path }: Source, { item }: Standpoint): string[] =>
  from === 'root' ? path : [...item, ...path];

/** Every field as it can be typed here, those of the loop first. */
export function placeChoices(sources: SourceRow[], at: Standpoint): string[] {
  const words = sources
    .filter((row) => !row.hasChildren || row.kind === 'array')
    .map((row) => placeText(seenFrom(row.path, at), at));
  const own = words.filter((one) => !one.startsWith('$root'));
  return [...own, ...words.filter((one) => one.startsWith('$root'))];
}

/** The first place that a rule reads, to begin another kind of rule with. */
export const firstPlace = (rule: Rule | undefined): Source | undefined => (rule ? sourcesIn(rule)[0] : undefined);

/** Paths of a loop's elements in one line: `price, variant.title`. */
export const pathsText = (paths: string[][]): string =>
  paths.map((path) => (path.length === 0 ? '$' : pathWords(path))).join(', ');
