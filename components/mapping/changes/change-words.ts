import { isKnownRow, type Row } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { ifMissingOf, missingWords, overWords, ruleText } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';
import type { MappingChanges } from './compare-mappings.ts';

/** How a row differs from the published version, to mark it and to say when it is pointed at. */
export interface CellChange {
  kind: 'added' | 'changed' | 'removed';
  /** `was =customer.email, if missing park the message`; of an added row `not in the published version`. */
  words: string;
}

export function changeOf(row: TargetRow, { rows, removed }: MappingChanges): CellChange | undefined {
  const id = row.field?.id ?? row.loop?.id;
  if (id === undefined) {
    const gone = removed.get(pathWords(row.path));
    return gone && !row.isUnreached ? { kind: 'removed', words: `removed, was ${rowWords(gone)}` } : undefined;
  }
  const change = rows.get(id);
  if (!change) return undefined;
  if (change.kind === 'added') return { kind: 'added', words: 'not in the published version' };
  return { kind: 'changed', words: `was ${rowWords(change.before)}` };
}

/** A row in one line: where its value comes from, and whatever else is said of it. */
export function rowWords(row: Row): string {
  const note = row.note === undefined ? '' : `, note “${row.note}”`;
  if (row.kind === 'loop') {
    return `for each ${overWords(row)}${row.where === undefined ? '' : ` where ${row.where}`}${note}`;
  }
  if (!isKnownRow(row)) return `a row of a later version${note}`;
  const policy = ifMissingOf(row, false);
  const missing = policy.isOwn ? `, if missing ${missingWords[policy.do].replace('…', '')}` : '';
  return `${ruleText(row.rule).replace(/\s+/g, ' ')}${missing}${note}`;
}
