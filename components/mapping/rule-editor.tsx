'use client';

import { Input, Select } from '#components/ui/input.tsx';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { collects, type FieldRow, type IfMissing, type Rule } from '#flow/mapping/document.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import { ExpressionEditor } from './expression-editor.tsx';
import { collectWords, expressionText, ifMissingOf, missingWords } from './rule-words.ts';
import type { TargetRow } from './target-rows.ts';
import { isSingle } from './typed-row.ts';
import { pathRule } from './typed-rule.ts';
import type { MapperView } from './use-mapper.ts';

interface Props {
  row: TargetRow;
  view: MapperView;
  element: number;
  onLeave: () => void;
}

/** What is open under a target row: its expression, what to do when nothing is found, and how several values become one. */
export function RuleEditor({ row, view, element, onLeave }: Props) {
  if (row.loop) return <WhereEditor row={row} view={view} onLeave={onLeave} />;
  return <FieldEditor row={row} view={view} element={element} onLeave={onLeave} />;
}

function FieldEditor({ row, view, element, onLeave }: Props) {
  const { field } = row;
  const at = { scope: row.scope, target: row.target };
  const asRule = (code: string): Rule => {
    if (field && code === expressionText(field.rule)) return field.rule;
    return pathRule(code.trim(), (path) => isSingle(row, view, path)) ?? { kind: 'expression', code };
  };
  const trace = view.preview?.rows.get(field?.id ?? view.draftRow ?? '');
  return (
    <ExpressionEditor
      label={`Expression of ${row.name}`}
      code={field ? expressionText(field.rule) : ''}
      result={resultWords(trace, element, view.stopped)}
      onTry={(code) => view.tryOut(code.trim() === '' ? undefined : { kind: 'put-rule', at, rule: asRule(code) })}
      onKeep={(code) => {
        if (code.trim() !== '') view.putRule(row, asRule(code));
        else if (field) view.remove(row);
      }}
      onLeave={onLeave}
    >
      {field ? <CollectChoice field={field} view={view} /> : null}
      {field ? <MissingChoice key={field.id} field={field} required={row.required} view={view} /> : null}
    </ExpressionEditor>
  );
}

function WhereEditor({ row, view, onLeave }: Omit<Props, 'element'>) {
  const { loop } = row;
  if (!loop) return null;
  const set = (where: string) => ({ kind: 'set-loop', row: loop.id, loop: { where: where.trim() } }) as const;
  const trace = view.preview?.rows.get(loop.id);
  const isTrouble = trace?.state === 'error';
  const taken = trace?.values[0];
  return (
    <ExpressionEditor
      label={`Which of ${row.name} count`}
      code={loop.where ?? ''}
      result={{
        words: isTrouble ? (trace.message ?? '') : taken === undefined ? '' : `${String(taken)} taken`,
        isTrouble,
      }}
      onTry={(where) => view.tryOut(set(where))}
      onKeep={(where) => view.change(set(where))}
      onLeave={onLeave}
    >
      <span className="label">{row.name} gets one for each where this is true; empty takes all</span>
    </ExpressionEditor>
  );
}

function resultWords(trace: RowTrace | undefined, element: number, stopped: string | undefined) {
  if (stopped) return { words: stopped, isTrouble: true };
  if (trace?.state === 'error' && trace.values[element] === undefined)
    return { words: trace.message ?? 'No value', isTrouble: true };
  const value = trace?.values[element];
  if (value === undefined) return { words: trace ? 'nothing, so the field is not sent' : '', isTrouble: false };
  return { words: stringifyJson(value), isTrouble: false };
}

function CollectChoice({ field, view }: { field: FieldRow; view: MapperView }) {
  const { rule } = field;
  if (rule.kind !== 'path' || (!rule.path.includes('[]') && rule.collect === undefined)) return null;
  const set = (collect: string) =>
    view.change({
      kind: 'set-rule',
      row: field.id,
      rule: { ...rule, collect: collects.find((one) => one === collect) },
    });
  return (
    <span className="flex items-center gap-1 text-ink-3">
      of several
      <Select
        aria-label="Of several values"
        className="h-6! w-auto! text-label!"
        value={rule.collect ?? ''}
        onChange={(event) => set(event.target.value)}
      >
        <option value="">not said</option>
        {collects.map((collect) => (
          <option key={collect} value={collect}>
            {collectWords[collect]}
          </option>
        ))}
      </Select>
    </span>
  );
}

function MissingChoice({ field, required, view }: { field: FieldRow; required: boolean; view: MapperView }) {
  const policy = ifMissingOf(field, required);
  const set = (ifMissing: IfMissing | undefined) => view.change({ kind: 'set-if-missing', row: field.id, ifMissing });
  return (
    <span className="flex items-center gap-1 text-ink-3">
      if missing
      <Select
        aria-label="If missing"
        className="h-6! w-auto! text-label!"
        value={policy.isOwn ? policy.do : ''}
        onChange={(event) => set(chosen(event.target.value, field.ifMissing))}
      >
        <option value="">{required ? 'park, as it is required' : 'leave out'}</option>
        {(Object.keys(missingWords) as IfMissing['do'][])
          .filter((one) => required || one !== 'omit' || (policy.isOwn && policy.do === 'omit'))
          .map((one) => (
            <option key={one} value={one}>
              {missingWords[one]}
            </option>
          ))}
      </Select>
      {field.ifMissing?.do === 'default' ? (
        <Input
          aria-label="Default"
          placeholder="default"
          className="h-6! w-24! font-mono text-meta!"
          defaultValue={defaultText(field.ifMissing.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            event.stopPropagation();
          }}
          onBlur={(event) => set({ do: 'default', value: defaultValue(event.target.value) })}
        />
      ) : null}
    </span>
  );
}

function chosen(value: string, before: IfMissing | undefined): IfMissing | undefined {
  switch (value) {
    case 'omit':
    case 'null':
    case 'park':
    case 'fail':
      return { do: value };
    case 'default':
      return { do: 'default', value: before?.do === 'default' ? before.value : '' };
    default:
      return undefined;
  }
}

const defaultText = (value: Json): string => (typeof value === 'string' ? value : stringifyJson(value));

/** A number, true, false, null or a list as it is; anything else is text. The engine converts it to the field's type. */
function defaultValue(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
