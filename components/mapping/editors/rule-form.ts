import type { Json } from '#flow/json.ts';
import type { Rule } from '#flow/mapping/document.ts';
import type { SourceRow } from '../source-rows.ts';
import type { TargetRow } from '../target-rows.ts';
import type { Standpoint } from './places.ts';
import type { RuleDraft } from './use-rule-draft.ts';

/** What every form for a kind of rule is given. */
export interface RuleForm<R extends Rule> {
  draft: RuleDraft<R>;
  row: TargetRow;
  sources: SourceRow[];
  at: Standpoint;
  /** Bodies to take values from. */
  bodies: Json[];
}
