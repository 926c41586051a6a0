'use client';

import { type KeyboardEvent, type RefObject, useMemo, useRef } from 'react';
import { counted } from '#components/ui/format.ts';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import { CopySchema } from './copy-schema.tsx';
import { PaneHead } from './pane-head.tsx';
import { SourceRowView } from './source-row-view.tsx';
import type { SourceRow } from './source-rows.ts';
import { glyphWords } from './tree-cells.tsx';
import { TreePane } from './tree-pane.tsx';
import type { Drag } from './use-drag.ts';
import type { ScreenState, SourceFilter } from './use-mapper-screen.ts';
import { useStable } from './use-stable.ts';
import { sampleAt, valueWords } from './value-words.ts';

/** What comes in: title, filters and the tree of its fields. */
export function SourcePane({
  title,
  detail,
  schema,
  usedSources,
  state,
  body,
  scroller,
  drag,
  isIllegal,
  onConnect,
  onMarked,
}: {
  title: string;
  detail?: string;
  schema: JsonSchema | undefined;
  usedSources: ReadonlySet<string>;
  state: ScreenState;
  body: Json | undefined;
  scroller: RefObject<HTMLDivElement | null>;
  drag: Drag | undefined;
  /** The row cannot go where a drag or an armed target wants it. */
  isIllegal: (row: SourceRow) => boolean;
  /** A connection that began at the target ends here. */
  onConnect: (row: SourceRow) => void;
  /** Marked by Enter: on to the target. */
  onMarked: () => void;
}) {
  const { source: tree, marks, setMarks, armed } = state;
  const searchBox = useRef<HTMLInputElement>(null);
  const leaves = useMemo(() => tree.all.filter((row) => !row.hasChildren).length, [tree.all]);
  const used = useMemo(() => tree.all.filter((row) => usedSources.has(row.key)).length, [tree.all, usedSources]);

  const onToggle = useStable((row: SourceRow, all: boolean) =>
    all ? tree.toggleAll(row.key, !tree.isExpanded(row.key)) : tree.toggle(row.key),
  );
  const onPick = useStable((row: SourceRow) => {
    state.setSide('source');
    tree.setActive(row.key);
  });
  const onHandle = useStable((row: SourceRow) =>
    armed ? onConnect(row) : setMarks(marks.includes(row.key) ? [] : [row.key]),
  );

  const toggleMark = (row: SourceRow) =>
    setMarks(marks.includes(row.key) ? marks.filter((key) => key !== row.key) : [...marks, row.key]);

  const onKey = (event: KeyboardEvent, row: SourceRow | undefined): boolean => {
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === 'Escape' && (marks.length > 0 || armed)) {
      setMarks([]);
      state.setArmed(undefined);
      return true;
    }
    if (event.key === '/' || ((event.ctrlKey || event.metaKey) && event.key === 'f')) {
      searchBox.current?.focus();
      return true;
    }
    if (isModified || !row) return false;
    if (event.key === 'Enter' && armed) onConnect(row);
    else if (event.key === 'Enter') {
      if (!marks.includes(row.key)) setMarks([...marks, row.key]);
      onMarked();
    } else if (event.key === 'x' || event.key === 'X') toggleMark(row);
    else if (event.key === ' ') tree.toggle(row.key);
    else if (event.key.length === 1) {
      searchBox.current?.focus();
      tree.setSearch(tree.search + event.key);
    } else return false;
    return true;
  };

  return (
    <section data-area="source" aria-label={`Source, ${title}`} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <PaneHead<SourceFilter>
        title={title}
        detail={detail}
        end={counted(leaves, 'field')}
        more={<CopySchema schema={schema} title={title} />}
        filters={[
          { id: 'all', words: 'All', count: leaves },
          { id: 'used', words: 'Used', count: used },
          { id: 'unused', words: 'Unused', count: Math.max(0, leaves - used) },
        ]}
        chosen={state.sourceFilter}
        onChoose={state.setSourceFilter}
        search={tree.search}
        onSearch={(search) => {
          tree.setSearch(search);
          scroller.current?.scrollTo({ top: 0 });
        }}
        searchBox={searchBox}
        onLeaveSearch={() => scroller.current?.focus()}
      />
      <TreePane
        side="source"
        label={`${title}: fields that come in`}
        view={tree}
        scroller={scroller}
        className="[direction:rtl]"
        empty={
          tree.all.length === 0
            ? 'Nothing is known of what comes in. Wire a step in front, or run the flow once.'
            : 'No field like that.'
        }
        nameOf={(row) => sourceName(row, valueWords(sampleAt(body, row.path, state.sourceElement(row.path))), marks)}
        onKey={onKey}
        row={(row, isActive) => (
          <SourceRowView
            row={row}
            isOpen={row.hasChildren ? tree.isExpanded(row.key) : undefined}
            isActive={isActive && state.side === 'source'}
            isPartner={state.side === 'target' && state.chosen.partners.has(row.key)}
            isMarked={marks.includes(row.key)}
            isDim={isIllegal(row)}
            isOver={drag?.from.side === 'target' && drag.over === row.key}
            value={shownValue(row, body, state)}
            hidden={state.between.hiddenSources.get(row.key) ?? 0}
            onToggle={onToggle}
            onPick={onPick}
            onHandle={onHandle}
          />
        )}
      />
    </section>
  );
}

function shownValue(row: SourceRow, body: Json | undefined, state: ScreenState): string {
  if (row.glyph === '{ }' && state.source.isExpanded(row.key)) return '';
  const value = sampleAt(body, row.path, state.sourceElement(row.path));
  return value === undefined && row.hasChildren ? counted(row.children, 'field') : valueWords(value);
}

function sourceName(row: SourceRow, value: string, marks: readonly string[]): string {
  return [row.name, glyphWords[row.glyph], value, marks.includes(row.key) ? 'marked' : ''].filter(Boolean).join(', ');
}
