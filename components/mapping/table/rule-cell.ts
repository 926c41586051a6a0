import { collectWords, ruleText } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';

/** What a row does with what it reads: `copy`, `sum`, `for each where …`, a constant or the expression itself. */
export function ruleCell({ field, loop }: Pick<TargetRow, 'field' | 'loop'>): string {
  if (loop) return `for each${loop.where === undefined ? '' : ` where ${loop.where}`}`;
  if (!field) return '';
  switch (field.rule.kind) {
    case 'constant':
      return ruleText(field.rule);
    case 'path':
      return field.rule.collect ? collectWords[field.rule.collect] : 'copy';
    case 'expression':
      return field.rule.code.replace(/\s+/g, ' ');
  }
}
