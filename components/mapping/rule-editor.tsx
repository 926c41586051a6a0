'use client';

import type { Json } from '#flow/json.ts';
import { stringifyJson } from '#flow/json.ts';
import type { FunctionRule, PathsRule, Rule, TemplateRule, ValueMapRule } from '#flow/mapping/document.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import { EditorFrame } from './editors/editor-frame.tsx';
import type { EditorKind } from './editors/editor-kinds.ts';
import { FunctionEditor } from './editors/function-editor.tsx';
import { LoopOptions } from './editors/loop-editor.tsx';
import { PathsEditor } from './editors/paths-editor.tsx';
import { firstPlace, type Standpoint, seenFrom } from './editors/places.ts';
import { NoteLine, RowFooter } from './editors/row-footer.tsx';
import type { RuleForm } from './editors/rule-form.ts';
import { TemplateEditor } from './editors/template-editor.tsx';
import { useRuleDraft } from './editors/use-rule-draft.ts';
import { ValueMapEditor } from './editors/value-map-editor.tsx';
import { ExpressionEditor } from './expression-editor.tsx';
import { expressionText } from './rule-words.ts';
import type { TargetRow } from './target-rows.ts';
import { isSingle } from './typed-row.ts';
import { pathRule } from './typed-rule.ts';
import type { MapperView } from './use-mapper.ts';

interface Props {
  row: TargetRow;
  view: MapperView;
  /** Bodies to take values from. */
  bodies: Json[];
  element: number;
  kind: EditorKind;
  onKind: (kind: EditorKind) => void;
  onLeave: () => void;
}

/** What is open under a target row: its rule, what to do when nothing is found, and its note; of a loop which elements count, and how. */
export function RuleEditor(props: Props) {
  const { row, view, kind, onLeave } = props;
  if (row.loop) return <LoopEditor row={row} view={view} onLeave={onLeave} />;
  const at = { item: view.model.items.get(row.scope ?? '') ?? [], isTop: row.scope === undefined };
  const rule = row.field?.rule;
  const [read] = view.model.reads.get(row.field?.id ?? '') ?? [];
  const first = firstPlace(rule) ?? (read && seenFrom(read, at));
  const place = first ?? { from: at.isTop ? ('root' as const) : ('item' as const), path: [] };
  const has = first ? [first] : [];
  switch (kind) {
    case 'expression':
      return <FieldEditor {...props} />;
    case 'paths':
      return (
        <Form<PathsRule>
          key={kind}
          {...props}
          at={at}
          form={PathsEditor}
          first={rule?.kind === 'paths' ? rule : { kind: 'paths', of: [place], take: 'join' }}
        />
      );
    case 'template':
      return (
        <Form<TemplateRule>
          key={kind}
          {...props}
          at={at}
          form={TemplateEditor}
          first={rule?.kind === 'template' ? rule : { kind: 'template', parts: constantParts(rule) ?? has }}
        />
      );
    case 'value-map':
      return (
        <Form<ValueMapRule>
          key={kind}
          {...props}
          at={at}
          form={ValueMapEditor}
          first={rule?.kind === 'value-map' ? rule : { kind: 'value-map', ...place, entries: [] }}
        />
      );
    case 'function':
      return (
        <Form<FunctionRule>
          key={kind}
          {...props}
          at={at}
          form={FunctionEditor}
          first={rule?.kind === 'function' ? rule : { kind: 'function', name: '', arguments: has }}
        />
      );
  }
}

const constantParts = (rule: Rule | undefined): string[] | undefined =>
  rule?.kind === 'constant' && typeof rule.value === 'string' ? [rule.value] : undefined;

function Form<R extends Rule>({
  row,
  view,
  bodies,
  element,
  kind,
  onKind,
  onLeave,
  at,
  form: Fields,
  first,
}: Props & { at: Standpoint; form: (form: RuleForm<R>) => React.ReactNode; first: R }) {
  const draft = useRuleDraft(row, view, first);
  const trace = view.preview?.rows.get(row.field?.id ?? view.draftRow ?? '');
  return (
    <EditorFrame
      label={`Rule of ${row.name}`}
      result={resultWords(trace, element, view.stopped)}
      onKeep={draft.keep}
      onGiveUp={draft.giveUp}
      onLeave={onLeave}
      footer={<RowFooter row={row} view={view} kind={kind} onKind={onKind} />}
    >
      <Fields draft={draft} row={row} sources={view.model.sources} at={at} bodies={bodies} />
    </EditorFrame>
  );
}

function FieldEditor({ row, view, element, kind, onKind, onLeave }: Props) {
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
      <RowFooter row={row} view={view} kind={kind} onKind={onKind} />
    </ExpressionEditor>
  );
}

function LoopEditor({ row, view, onLeave }: Pick<Props, 'row' | 'view' | 'onLeave'>) {
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
      hint="only those for which this is true; empty takes all"
      result={{
        words: isTrouble ? (trace.message ?? '') : taken === undefined ? '' : `${String(taken)} taken`,
        isTrouble,
      }}
      onTry={(where) => view.tryOut(set(where))}
      onKeep={(where) => view.change(set(where))}
      onLeave={onLeave}
    >
      <div className="grid h-14 shrink-0 grid-cols-2 items-center gap-x-3 overflow-hidden pr-3 pl-10 text-label whitespace-nowrap">
        <LoopOptions row={row} loop={loop} view={view} />
      </div>
      <NoteLine of={loop} view={view} />
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
