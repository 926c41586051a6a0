'use client';

import type { KeyboardEvent } from 'react';
import { Input, Select } from '#components/ui/input.tsx';
import { collects, type FieldRow, type IfMissing, type Rule } from '#flow/mapping/document.ts';
import { collectWords, ifMissingOf, missingWords } from '../rule-words.ts';
import { constantText, readConstant } from '../table/constant-text.ts';
import type { TargetRow } from '../target-rows.ts';
import type { MapperView } from '../use-mapper.ts';
import { type EditorKind, editorKinds, kindWords } from './editor-kinds.ts';

/** Three lines under every editor of a field: what kind of rule it is, what happens when nothing is found, and its note. */
export function RowFooter({
  row,
  view,
  kind,
  onKind,
}: {
  row: TargetRow;
  view: MapperView;
  kind: EditorKind;
  onKind: (kind: EditorKind) => void;
}) {
  const { field } = row;
  return (
    <>
      <div className="flex h-7 shrink-0 items-center gap-3 overflow-hidden pr-3 pl-10 text-label whitespace-nowrap text-ink-3">
        <span className="flex items-center gap-1">
          as
          <Select
            aria-label="Kind of rule"
            className="h-6! w-28! text-label!"
            value={kind}
            onChange={(event) => onKind(editorKinds.find((one) => one === event.target.value) ?? 'expression')}
          >
            {editorKinds.map((one) => (
              <option key={one} value={one}>
                {kindWords[one]}
              </option>
            ))}
          </Select>
        </span>
        {field ? <CollectChoice field={field} view={view} /> : null}
      </div>
      <div className="flex h-7 shrink-0 items-center pr-3 pl-10 text-label whitespace-nowrap text-ink-3">
        {field ? (
          <MissingChoice key={field.id} field={field} required={row.required} view={view} />
        ) : (
          'if missing: once it is mapped'
        )}
      </div>
      <NoteLine of={field} view={view} />
    </>
  );
}

/** The note of a row; kept when left. */
export function NoteLine({ of, view }: { of: { id: string; note?: string } | undefined; view: MapperView }) {
  return (
    <div className="flex h-7 shrink-0 items-center gap-2 pr-3 pb-1 pl-10 text-label text-ink-3">
      note
      <Input
        key={`${of?.id} ${of?.note}`}
        aria-label="Note"
        disabled={!of}
        placeholder={of ? 'why it is mapped like this' : 'once it is mapped'}
        className="h-6! text-label!"
        defaultValue={of?.note}
        onBlur={(event) => {
          const note = event.target.value.trim();
          if (of && note !== (of.note ?? '')) view.change({ kind: 'set-note', row: of.id, note });
        }}
        onKeyDown={backByEnter}
      />
    </div>
  );
}

/** Leaving keeps; the tree has the keys then, and its Esc closes what is open. */
function backByEnter({ key, ctrlKey, currentTarget }: KeyboardEvent<HTMLElement>): void {
  if (key === 'Enter' && !ctrlKey) currentTarget.closest<HTMLElement>('[role="tree"]')?.focus({ preventScroll: true });
}

function CollectChoice({ field, view }: { field: FieldRow; view: MapperView }) {
  const { rule } = field;
  if (rule.kind !== 'path' || (!rule.path.includes('[]') && rule.collect === undefined)) return null;
  const set = (collect: string) => {
    const { collect: _, ...rest } = rule;
    const chosen = collects.find((one) => one === collect);
    const next: Rule = chosen ? { ...rest, collect: chosen } : rest;
    view.change({ kind: 'set-rule', row: field.id, rule: next });
  };
  return (
    <span className="flex items-center gap-1">
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
    <span className="flex items-center gap-1">
      if missing
      <Select
        aria-label="If missing"
        className="h-6! w-auto! min-w-0 text-label!"
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
          key={constantText(field.ifMissing.value)}
          aria-label="Default"
          placeholder="default"
          className="h-6! w-36! font-mono text-meta!"
          defaultValue={field.ifMissing.value === '' ? '' : constantText(field.ifMissing.value)}
          onKeyDown={backByEnter}
          onBlur={(event) => set({ do: 'default', value: readConstant(event.target.value) })}
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
