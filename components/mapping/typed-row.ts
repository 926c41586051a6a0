import { ruleText } from './rule-words.ts';
import type { TargetRow } from './target-rows.ts';
import { typedRule } from './typed-rule.ts';
import type { MapperView } from './use-mapper.ts';

/** Keeps what was typed into a row. Nothing typed where something stood removes the row; nothing changed changes nothing. */
export function keepTyped(text: string, row: TargetRow, view: MapperView, before: string): void {
  const isUnchanged = row.field !== undefined && text === ruleText(row.field.rule);
  if (isUnchanged || (text.trim() === '' && !row.field) || (text === before && row.field)) return;
  if (text.trim() === '' || text.trim() === '=') view.remove(row);
  else
    view.putRule(
      row,
      typedRule(text, row.kind, (path) => isSingle(row, view, path)),
    );
}

/** The path names one field that is no list, seen from the row's loop. */
export function isSingle(row: TargetRow, view: MapperView, path: string[]): boolean {
  const item = view.model.items.get(row.scope ?? '') ?? [];
  const full = [...item, ...path];
  return view.model.sources.some(
    (source) =>
      source.kind !== 'array' &&
      source.path.length === full.length &&
      source.path.every((step, at) => step === full[at]),
  );
}

/** A value can be typed into the row itself. */
export const mayType = (row: TargetRow): boolean => row.as === 'field' || row.as === 'list' || row.as === 'add';
