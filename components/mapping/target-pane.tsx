'use client';

import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { counted } from '#components/ui/format.ts';
import { toast } from '#components/ui/toast.tsx';
import type { Json } from '#flow/json.ts';
import type { Rule } from '#flow/mapping/document.ts';
import { CopySchema } from './copy-schema.tsx';
import { editorKind } from './editors/editor-kinds.ts';
import { LoopRowView } from './loop-row-view.tsx';
import { PaneHead } from './pane-head.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { ruleText } from './rule-words.ts';
import { SourcePicker } from './source-picker.tsx';
import type { SourceRow } from './source-rows.ts';
import { type TargetFilter, targetChips } from './target-filters.ts';
import { targetName } from './target-name.ts';
import { TargetRowView } from './target-row-view.tsx';
import type { TargetRow } from './target-rows.ts';
import { TreePane } from './tree-pane.tsx';
import { keepTyped, mayType } from './typed-row.ts';
import { TypingCell } from './typing-cell.tsx';
import type { Drag } from './use-drag.ts';
import { useIsNarrow } from './use-is-narrow.ts';
import type { MapperView } from './use-mapper.ts';
import type { ScreenState } from './use-mapper-screen.ts';
import { useStable } from './use-stable.ts';

/** What goes out: title, filters and the tree of its fields, each with where it comes from. */
export function TargetPane({
  title,
  detail,
  view,
  state,
  body,
  bodies,
  scroller,
  drag,
  isIllegal,
  onConnect,
}: {
  title: string;
  detail?: string;
  view: MapperView;
  state: ScreenState;
  body: Json | undefined;
  /** Of all samples. */
  bodies: Json[];
  scroller: RefObject<HTMLDivElement | null>;
  drag: Drag | undefined;
  isIllegal: (row: TargetRow) => boolean;
  onConnect: (sources: SourceRow[], row: TargetRow, isMore?: boolean) => void;
}) {
  const { target: tree, opened, setOpened, marks } = state;
  const searchBox = useRef<HTMLInputElement>(null);
  const { coverage } = view;
  const isNarrow = useIsNarrow(scroller, 520);

  const back = () => scroller.current?.focus({ preventScroll: true });
  const leave = () => {
    setOpened(undefined);
    view.tryOut(undefined);
    back();
  };
  const marked = () => marks.flatMap((key) => view.model.sources.find((source) => source.key === key) ?? []);
  const type = (row: TargetRow, text?: string) => {
    if (!mayType(row)) return;
    const rule = row.field?.rule;
    if (text === undefined && rule && hasForm(rule)) return setOpened({ what: 'expression', key: row.key });
    setOpened({ what: 'typing', key: row.key, text: text ?? (rule ? ruleText(rule) : '') });
  };
  const open = (what: 'expression' | 'picker', row: TargetRow) => {
    if (row.as === 'add' && what === 'expression') return type(row);
    if (what === 'picker' || row.loop || mayType(row) || row.field) setOpened({ what, key: row.key });
  };

  /** Of a row that says nothing: to leave it out on purpose, or to have it open again. */
  const remove = (row: TargetRow) => {
    if (row.field || row.loop) return view.remove(row);
    if (row.ignored) view.change({ kind: 'ignore', target: ignoredPath(row, view) });
    else if (row.needed) toast(`${row.name} is required: map it.`, { mark: 'warn', id: 'mapper-illegal' });
    else if (row.as !== 'add') setOpened({ what: 'ignoring', key: row.key, text: '' });
  };

  const onKey = (event: KeyboardEvent, row: TargetRow | undefined): boolean => {
    const isControl = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape' && (marks.length > 0 || state.armed)) {
      state.setMarks([]);
      state.setArmed(undefined);
      return true;
    }
    if (event.key === 'Escape' && opened) {
      leave();
      return true;
    }
    if (event.key === '/' || (isControl && event.key === 'f')) {
      searchBox.current?.focus();
      return true;
    }
    if (!row || event.altKey) return false;
    if (event.key === 'F2' || (isControl && event.key === 'e')) open('expression', row);
    else if (isControl && event.key === '.') open('picker', row);
    else if (isControl) return false;
    else if (event.key === 'Enter' && marks.length > 0) onConnect(marked(), row);
    else if (event.key === 'Enter') {
      if (mayType(row)) type(row);
      else if (row.loop) open('expression', row);
      else tree.toggle(row.key);
    } else if (event.key === 'Delete' || event.key === 'Backspace') remove(row);
    else if (event.key.toLowerCase() === 'm') {
      setOpened({ what: 'picker', key: row.key, isMore: event.shiftKey && row.field !== undefined });
    } else if (event.key === ' ' && row.hasChildren) tree.toggle(row.key);
    else if (event.key.length === 1 && mayType(row)) type(row, event.key);
    else if (event.key.length === 1) {
      searchBox.current?.focus();
      tree.setSearch(tree.search + event.key);
    } else return false;
    return true;
  };

  const lookOf = (row: TargetRow, isActive: boolean) => ({
    isOpen: row.hasChildren ? tree.isExpanded(row.key) : undefined,
    isActive: (isActive && state.side === 'target') || state.armed === row.key,
    isPartner: state.side === 'source' && state.chosen.partners.has(row.key),
    isInviting: marks.length > 0,
    isDim: isIllegal(row),
    isOver: drag?.from.side === 'source' && drag.over === row.key,
    hidden: state.between.hiddenTargets.get(row.key) ?? 0,
    isNarrow,
  });
  const acts = {
    onToggle: useStable((row: TargetRow, all: boolean) =>
      all ? tree.toggleAll(row.key, !tree.isExpanded(row.key)) : tree.toggle(row.key),
    ),
    onPick: useStable((row: TargetRow) => {
      state.setSide('target');
      tree.setActive(row.key);
    }),
    onHandle: useStable((row: TargetRow) => {
      if (marks.length > 0) onConnect(marked(), row);
      else state.setArmed(state.armed === row.key ? undefined : row.key);
    }),
    onType: useStable((row: TargetRow) => type(row)),
    onExpression: useStable((row: TargetRow) => open('expression', row)),
  };
  const onElement = useStable((row: TargetRow, index: number) => {
    if (row.loop) state.setElement(row.loop.id, index);
  });

  return (
    <section data-area="target" aria-label={`Target, ${title}`} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <PaneHead<TargetFilter>
        title={title}
        detail={detail}
        end={counted(coverage.all, 'field')}
        more={<CopySchema schema={view.model.targetSchema} title={title} />}
        filters={targetChips(view, state.targetFilter)}
        chosen={state.targetFilter}
        onChoose={state.setTargetFilter}
        search={tree.search}
        onSearch={(search) => {
          tree.setSearch(search);
          scroller.current?.scrollTo({ top: 0 });
        }}
        searchBox={searchBox}
        onLeaveSearch={back}
      />
      <TreePane
        side="target"
        label={`${title}: fields that go out`}
        view={tree}
        scroller={scroller}
        empty={
          tree.all.length === 0
            ? 'Nothing is known of what goes out. Wire a step behind this map.'
            : 'No field like that.'
        }
        typingKey={opened?.what === 'typing' || opened?.what === 'ignoring' ? opened.key : undefined}
        nameOf={(row) => targetName(row, state.cells(row))}
        onKey={onKey}
        row={(row, isActive) => {
          const look = lookOf(row, isActive);
          if (row.loop) {
            const count = Number.parseInt(state.cells(row).value, 10) || 0;
            const index = Math.min(state.elements.get(row.loop.id) ?? 0, Math.max(0, count - 1));
            return (
              <LoopRowView
                row={row}
                cell={state.cells(row)}
                shown={index}
                count={count}
                onElement={onElement}
                {...look}
                {...acts}
              />
            );
          }
          const typed =
            opened?.key === row.key && (opened.what === 'typing' || opened.what === 'ignoring') ? opened : undefined;
          const isIgnoring = typed?.what === 'ignoring';
          return (
            <TargetRowView
              row={row}
              cell={state.cells(row)}
              typing={
                typed ? (
                  <TypingCell
                    label={typingLabel(row, isIgnoring)}
                    placeholder={typingHint(row, isIgnoring)}
                    text={typed.text}
                    onKeep={(text) => {
                      if (isIgnoring) {
                        if (text.trim() !== '') view.change({ kind: 'ignore', target: row.path, note: text.trim() });
                      } else if (row.as === 'add') addField(text, view, state);
                      else keepTyped(text, row, view, typed.text);
                    }}
                    onLeave={(next) => {
                      setOpened(undefined);
                      if (!next) return;
                      back();
                      if (row.as === 'add') return;
                      const below = tree.rows[(tree.index.get(row.key) ?? 0) + 1];
                      if (below) tree.setActive(below.key);
                    }}
                  />
                ) : undefined
              }
              {...look}
              {...acts}
            />
          );
        }}
        below={(row) =>
          opened?.what === 'picker' ? (
            <SourcePicker
              target={row}
              sources={view.model.sources}
              body={body}
              element={state.elements.get(row.scope ?? '') ?? 0}
              onTake={(source) => {
                leave();
                onConnect([source], row, opened.isMore);
              }}
              onLeave={leave}
            />
          ) : (
            <RuleEditor
              key={row.key}
              row={row}
              view={view}
              bodies={bodies}
              kind={(opened?.what === 'expression' ? opened.as : undefined) ?? editorKind(row.field?.rule)}
              onKind={(as) => setOpened({ what: 'expression', key: row.key, as })}
              element={state.elements.get(row.scope ?? '') ?? 0}
              onLeave={leave}
            />
          )
        }
      />
    </section>
  );
}

const hasForm = (rule: Rule): boolean =>
  (rule.kind === 'expression' && rule.code.includes('\n')) ||
  !['constant', 'path', 'expression', 'template'].includes(rule.kind);

/** Of what is left out around a row the outermost, which holds the note. */
const ignoredPath = (row: TargetRow, view: MapperView): string[] =>
  view.mapping.ignored?.find(({ target }) => target.every((step, at) => row.path[at] === step))?.target ?? row.path;

const typingLabel = (row: TargetRow, isIgnoring: boolean): string => {
  if (isIgnoring) return `Why ${row.name} is left out`;
  return row.as === 'add' ? 'Name of the new field' : `Value of ${row.name}`;
};
const typingHint = (row: TargetRow, isIgnoring: boolean): string => {
  if (isIgnoring) return 'why it is left out on purpose';
  return row.as === 'add'
    ? 'its name, such as customer.email'
    : 'a value, = and an expression, or a text with {{field}}';
};

/** A field of its own name, empty until it is given a source or a value. */
function addField(text: string, view: MapperView, state: ScreenState): void {
  const target = text
    .split('.')
    .map((step) => step.trim())
    .filter(Boolean);
  if (target.length === 0) return;
  const made = view.change({ kind: 'put-rule', at: { target }, rule: { kind: 'constant', value: '' } });
  if (made !== undefined) state.await(made);
}
