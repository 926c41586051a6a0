import { ruleSummary } from '#flow/mapping/rule-text.ts';
import { optionWords } from '../editors/loop-options.ts';
import { dealingWords, ruleText } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';

/** What a row does with what it reads: `copy`, `sum`, `for each where …`, a constant or the expression itself. */
export function ruleCell({ field, loop }: Pick<TargetRow, 'field' | 'loop'>): string {
  if (loop) {
    const more = optionWords(loop);
    return `for each${loop.where === undefined ? '' : ` where ${loop.where}`}${more === '' ? '' : `, ${more}`}`;
  }
  if (!field) return '';
  switch (field.rule.kind) {
    case 'constant':
      return ruleText(field.rule);
    case 'path':
      return dealingWords(field.rule) ?? 'copy';
    case 'value-map':
    case 'paths':
      return dealingWords(field.rule) ?? '';
    default:
      return ruleSummary(field.rule);
  }
}
