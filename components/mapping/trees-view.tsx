'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { Json } from '#flow/json.ts';
import type { SuggestionScope } from '#flow/mapping/automap.ts';
import type { DropChoice } from './drop-choices.ts';
import { DropMenu } from './drop-menu.tsx';
import { Gutter } from './gutter.tsx';
import { whyNot } from './legal.ts';
import type { DrawnLine } from './roll-up.ts';
import { rowHeight } from './row-layout.ts';
import { SourcePane } from './source-pane.tsx';
import type { SourceRow } from './source-rows.ts';
import { TargetPane } from './target-pane.tsx';
import type { TargetRow } from './target-rows.ts';
import type { PaneSide } from './tree-pane.tsx';
import { type Place, useDrag } from './use-drag.ts';
import type { MapperView } from './use-mapper.ts';
import type { ScreenState } from './use-mapper-screen.ts';
import { usePartnerInSight } from './use-partner-in-sight.ts';
import { sampleAt, valueWords } from './value-words.ts';

export interface EndTitle {
  title: string;
  detail?: string;
}

/** Source tree, gutter and target tree, and everything that goes from one to the other. */
export function TreesView({
  source,
  target,
  view,
  state,
  body,
  bodies,
  showLines,
  targetScroller,
  byName,
  onByName,
}: {
  source: EndTitle;
  target: EndTitle;
  view: MapperView;
  state: ScreenState;
  body: Json | undefined;
  /** Of all samples. */
  bodies: Json[];
  showLines: boolean;
  targetScroller: React.RefObject<HTMLDivElement | null>;
  /** How many lines names suggest within two objects. */
  byName: (within: Within) => number;
  /** They are to be reviewed. */
  onByName: (within: Within) => void;
}) {
  const sourceScroller = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const cord = useRef<SVGPathElement>(null);
  const hovered = useRef<(rows: ReadonlySet<string>) => void>(() => {});
  const { model } = view;

  const [asked, setAsked] = useState<Asked>();
  const within = ([source]: SourceRow[], row: TargetRow): Within => ({ source: source?.path ?? [], target: row.path });
  const take = (sources: SourceRow[], row: TargetRow, choice?: DropChoice) => {
    setAsked(undefined);
    if (choice?.what === 'by-name') return onByName(within(sources, row));
    const made = view.connect(sources, row, choice);
    if (made === undefined) return;
    state.setMarks([]);
    state.setArmed(undefined);
    state.await(made);
  };
  /** Where more than one thing may be meant, it is asked beneath the row. */
  const connect = (sources: SourceRow[], row: TargetRow, isMore = false, at?: Asked['at']) => {
    const choices = view.choicesFor(sources, row, () => byName(within(sources, row)));
    const added = isMore ? choices.find(({ what, why }) => what === 'add' && why === undefined) : undefined;
    if (added || choices.length === 0) return take(sources, row, added);
    setAsked({ sources, row, choices, at: beneath(targetScroller.current, row.key, at?.x) });
  };
  const leaveMenu = () => {
    setAsked(undefined);
    targetScroller.current?.focus({ preventScroll: true });
  };
  const sourceOf = (key: string | undefined) => model.sources.find((row) => row.key === key);
  const targetOf = (key: string | undefined) => model.targets.find((row) => row.key === key);
  const join = (from: Place, to: Place, isMore: boolean, at: Asked['at']) => {
    const [one, other] = from.side === 'source' ? [from.key, to.key] : [to.key, from.key];
    const [source, target] = [sourceOf(one), targetOf(other)];
    if (source && target) connect([source], target, isMore, at);
  };
  const panes = useMemo(() => ({ source: sourceScroller, target: targetScroller }), [targetScroller]);
  const { drag, start } = useDrag(panes, ghost, cord, join);

  /** What a drag or a click–click connection holds; rows that cannot take it step back. */
  const held = drag?.from ?? (state.armed === undefined ? undefined : ({ side: 'target', key: state.armed } as const));
  const heldSource =
    held?.side === 'source' ? sourceOf(held.key) : state.marks.length > 0 ? sourceOf(state.marks[0]) : undefined;
  const heldTarget = held?.side === 'target' ? targetOf(held.key) : undefined;

  const overSource = drag?.from.side === 'target' ? sourceOf(drag.over) : heldSource;
  const overTarget = drag?.from.side === 'source' ? targetOf(drag.over) : heldTarget;
  const reason = drag && overSource && overTarget ? whyNot(overSource, overTarget) : undefined;

  const { drawn, linkedSources, linkedTargets } = state.between;
  const sourceEnd = useMemo(
    () => ({
      layout: state.source.layout,
      scroller: sourceScroller,
      ring: (index: number) => (linkedSources.has(index) ? ('linked' as const) : ('free' as const)),
    }),
    [state.source.layout, linkedSources],
  );
  const targetRows = state.target.rows;
  const targetEnd = useMemo(
    () => ({
      layout: state.target.layout,
      scroller: targetScroller,
      ring: (index: number) => {
        if (linkedTargets.has(index)) return 'linked' as const;
        return targetRows[index]?.as === 'group' ? undefined : ('free' as const);
      },
    }),
    [state.target.layout, linkedTargets, targetRows, targetScroller],
  );

  usePartnerInSight(state, panes);

  const pickLine = (line: DrawnLine) => {
    const row = model.byRowId.get(line.rows[0] ?? '');
    if (row) state.show(row.key);
    targetScroller.current?.focus({ preventScroll: true });
  };
  const handle = (side: PaneSide, index: number) => {
    const row = side === 'source' ? state.source.rows[index] : undefined;
    if (row) {
      if (heldTarget) connect([row], heldTarget);
      else state.setMarks(state.marks.includes(row.key) ? [] : [row.key]);
      return;
    }
    const to = side === 'target' ? state.target.rows[index] : undefined;
    const marked = state.marks.flatMap((key) => sourceOf(key) ?? []);
    if (to && marked.length > 0) connect(marked, to);
    else if (to) state.setArmed(state.armed === to.key ? undefined : to.key);
  };

  const byEnd = useMemo(() => {
    const rows = { source: new Map<string, Set<string>>(), target: new Map<string, Set<string>>() };
    for (const line of view.lines) {
      for (const side of ['source', 'target'] as const) {
        const known = rows[side].get(line[side]);
        if (known) known.add(line.row);
        else rows[side].set(line[side], new Set([line.row]));
      }
    }
    return rows;
  }, [view.lines]);
  const hover = useCallback(
    (event: React.PointerEvent) => {
      const row = (event.target as Element).closest<HTMLElement>('[data-key]');
      const side = row?.dataset.side === 'source' ? 'source' : 'target';
      hovered.current(byEnd[side].get(row?.dataset.key ?? '') ?? none);
    },
    [byEnd],
  );

  return (
    <div
      data-dragging={drag ? '' : undefined}
      className={cx(
        'group/trees relative grid min-h-0 min-w-0 flex-1 select-none grid-cols-[minmax(0,30fr)_clamp(128px,13vw,280px)_minmax(0,36fr)]',
        drag && 'cursor-grabbing [&_*]:cursor-grabbing!',
      )}
      onPointerOver={drag ? undefined : hover}
      onPointerDown={(event) => {
        const element = event.target as Element;
        if (element.closest('input, textarea, select, [data-do], header')) return;
        const row = element.closest<HTMLElement>('[data-key]');
        if (!row?.dataset.key) return;
        const side = row.dataset.side === 'source' ? 'source' : 'target';
        const box = row.getBoundingClientRect();
        const anchor = { x: side === 'source' ? box.right : box.left, y: box.top + rowHeight / 2 };
        start({ side, key: row.dataset.key }, anchor, event);
      }}
    >
      <SourcePane
        {...source}
        schema={model.sourceSchema}
        usedSources={model.usedSources}
        state={state}
        body={body}
        scroller={sourceScroller}
        drag={drag}
        isIllegal={(row) => heldTarget !== undefined && whyNot(row, heldTarget) !== undefined}
        onConnect={(row) => heldTarget && connect([row], heldTarget)}
        onMarked={() => targetScroller.current?.focus({ preventScroll: true })}
      />
      <div className="flex min-h-0 flex-col border-x border-line bg-canvas">
        <div className="h-15 shrink-0" />
        <Gutter
          lines={drawn}
          source={sourceEnd}
          target={targetEnd}
          strongRows={state.chosen.rows}
          hovered={hovered}
          showRest={showLines}
          onPick={pickLine}
          onHandle={handle}
        />
      </div>
      <TargetPane
        {...target}
        view={view}
        state={state}
        body={body}
        bodies={bodies}
        scroller={targetScroller}
        drag={drag}
        isIllegal={(row) => heldSource !== undefined && whyNot(heldSource, row) !== undefined}
        onConnect={connect}
      />
      {asked ? (
        <DropMenu
          label={`${asked.sources.map(({ name }) => name).join(' and ')} on ${asked.row.name}`}
          at={asked.at}
          choices={asked.choices}
          onTake={(choice) => {
            leaveMenu();
            take(asked.sources, asked.row, choice);
          }}
          onLeave={leaveMenu}
        />
      ) : null}
      <div className={cx('pointer-events-none fixed inset-0 z-50', !drag && 'invisible')} aria-hidden="true">
        <svg className="absolute inset-0 size-full" fill="none" aria-hidden="true">
          <path ref={cord} className={reason ? 'stroke-failed' : 'stroke-ink'} strokeWidth="1.75" />
        </svg>
        <div
          ref={ghost}
          className={cx(
            'data absolute top-0 left-0 max-w-[360px] truncate rounded-node border bg-raised px-2 py-1 shadow-popover',
            reason ? 'border-failed text-failed' : 'border-ink text-ink',
          )}
        >
          {reason ?? ghostWords(drag?.from, sourceOf, targetOf, state, body)}
        </div>
      </div>
    </div>
  );
}

/** What was put on a row, and what may be meant by it. */
interface Asked {
  sources: SourceRow[];
  row: TargetRow;
  choices: DropChoice[];
  /** On the screen. */
  at: { x: number; y: number };
}

type Within = NonNullable<SuggestionScope['within']>;

/** The place beneath a row, on the screen: where the pointer is in it, else where its name is. */
function beneath(pane: HTMLElement | null, key: string, pointer = -1): Asked['at'] {
  const box = (pane?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? pane)?.getBoundingClientRect();
  const { left, right, top } = box ?? { left: 0, right: 0, top: 0 };
  return { x: pointer >= left && pointer <= right ? pointer : left + 40, y: top + rowHeight };
}

const none: ReadonlySet<string> = new Set();

function ghostWords(
  from: Place | undefined,
  sourceOf: (key: string) => SourceRow | undefined,
  targetOf: (key: string) => TargetRow | undefined,
  state: ScreenState,
  body: Json | undefined,
): string {
  if (!from) return '';
  if (from.side === 'target') return targetOf(from.key)?.name ?? '';
  const row = sourceOf(from.key);
  if (!row) return '';
  const value = valueWords(sampleAt(body, row.path, state.sourceElement(row.path)));
  return value === '' ? row.name : `${row.name} · ${value}`;
}
