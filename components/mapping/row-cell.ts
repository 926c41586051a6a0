import type { Json } from '#flow/json.ts';
import { readAll } from '#flow/mapping/path.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import type { CellChange } from './changes/change-words.ts';
import { isRequiredMissing } from './coverage.ts';
import type { Remark } from './remarks.ts';
import { dealingWords, ruleWords } from './rule-words.ts';
import type { RowFailures } from './samples/row-failures.ts';
import type { TargetRow } from './target-rows.ts';
import { valueWords } from './value-words.ts';

/** What a target row shows besides its name. */
export interface RowCell {
  /** The rule in its box. */
  words: string;
  collect?: string;
  value: string;
  /** The value is nothing to worry about: left out, or a constant said already. */
  isQuiet: boolean;
  state?: 'error' | 'lossy';
  remark?: string;
  isRequiredMissing: boolean;
  /** Over all samples, where it fails on some. */
  failures?: RowFailures;
  /** Against the published version: what the row said there. */
  change?: CellChange;
}

interface Shown {
  row: TargetRow;
  /** Absolute paths the row reads. */
  sources: string[][];
  /** Path of the element of the loop around it. */
  scopePath: string[];
  trace?: RowTrace;
  /** Which element of the loop around it is shown. */
  element: number;
  remark?: Remark;
  body?: Json;
  failures?: RowFailures;
  change?: CellChange;
}

export function rowCell({ row, sources, scopePath, trace, element, remark, body, failures, change }: Shown): RowCell {
  const common = {
    state: remark?.state,
    remark: remark && `${remark.words} ${remark.wayOut}`.trim(),
    failures,
    change,
  };
  if (row.loop) {
    const value = loopCount(row, trace, body);
    return { words: '', value, isQuiet: false, isRequiredMissing: false, ...common };
  }
  const { rule } = row.field ?? {};
  if (!rule) return { words: '', value: '', isQuiet: true, isRequiredMissing: isRequiredMissing(row), ...common };
  const shown = trace?.values[element];
  const isLeftOut =
    trace !== undefined && trace.values.length > element && shown === undefined && trace.state !== 'error';
  return {
    words: ruleWords(rule, sources, scopePath),
    collect: dealingWords(rule),
    value: isLeftOut ? 'not sent' : rule.kind === 'constant' ? '' : valueWords(shown),
    isQuiet: isLeftOut,
    isRequiredMissing: false,
    ...common,
  };
}

/** Taken / there. Inside another loop only what is taken, all its elements together. */
function loopCount({ loop, scope }: TargetRow, trace: RowTrace | undefined, body: Json | undefined): string {
  if (!loop || !trace) return '';
  const taken = trace.values.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0);
  if (scope !== undefined || body === undefined) return String(taken);
  const found = readAll(body, loop.over);
  const there = Array.isArray(found) ? found.flat().filter((one) => one !== null).length : 0;
  return `${taken} / ${there}`;
}
