'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { isObject } from '#flow/json.ts';
import type { SuggestionScope } from '#flow/mapping/automap.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import type { Problem } from '#flow/problem.ts';
import { type CodeDraft, CodeView } from './code/code-view.tsx';
import { guardOf } from './guard.ts';
import type { Ends } from './mapper-model.ts';
import { MapperStatus } from './mapper-status.tsx';
import { PreviewPane } from './preview-pane.tsx';
import type { FailingRow } from './remark-list.tsx';
import { SampleBar } from './samples/sample-bar.tsx';
import type { SampleDesk } from './samples/use-sample-desk.ts';
import { useVerdicts } from './samples/use-verdicts.ts';
import { SuggestPanel } from './suggest/suggest-panel.tsx';
import { useSuggestions } from './suggest/use-suggestions.ts';
import { MappingTable } from './table/mapping-table.tsx';
import type { TargetRow } from './target-rows.ts';
import type { TestDesk } from './tests/use-test-desk.ts';
import { MapperToolbar, type MapperWay } from './toolbar.tsx';
import { type EndTitle, TreesView } from './trees-view.tsx';
import { useMapper } from './use-mapper.ts';
import { useMapperScreen } from './use-mapper-screen.ts';

export interface MapperScreenProps {
  mapping: Mapping;
  ends: Ends;
  source: EndTitle;
  target: EndTitle;
  /** What the mapping is looked at with. */
  desk: SampleDesk;
  tests: TestDesk;
  /** What the map is to the workspace. */
  menu?: ReactNode;
  problems: Problem[];
  /** As it stands in the published version, if there is one. */
  published?: Mapping;
  onChange: (mapping: Mapping) => void;
  onClose: () => void;
  undo?: () => void;
  redo?: () => void;
}

/** The mapper whole: toolbar, trees or table, preview, status. Knows nothing of where documents and samples come from. */
export function MapperScreen({
  mapping,
  ends,
  source,
  target,
  desk,
  tests,
  menu,
  problems,
  published,
  onChange,
  onClose,
  undo,
  redo,
}: MapperScreenProps) {
  const [way, setWay] = useState<MapperWay>('trees');
  const [showLines, setShowLines] = useState(true);
  const [showPreview, setShowPreview] = useState(true);
  const [isSuggesting, setSuggesting] = useState(false);
  /** Two objects that suggestions are asked for. */
  const [within, setWithin] = useState<SuggestionScope['within']>();
  const [code, setCode] = useState<CodeDraft>();
  const { chosen: sample, zone } = desk;
  const verdicts = useVerdicts(mapping, ends.target, desk.samples, zone);

  const view = useMapper({ mapping, ends, sample, zone, problems, published, onChange, undo });
  const state = useMapperScreen(view, sample, verdicts.failing);
  /** Values are taken from what came, or is an example: what is made up is no value of anybody's. */
  const bodies = useMemo(
    () => desk.samples.filter(({ source }) => source !== 'generated').map(({ body }) => body),
    [desk.samples],
  );
  const suggestions = useSuggestions(view, sample?.body, isSuggesting, within);
  const targetScroller = useRef<HTMLDivElement>(null);
  const tableBox = useRef<HTMLTableElement>(null);
  const codeBox = useRef<HTMLTextAreaElement>(null);
  const focusTarget = () =>
    (codeBox.current ?? tableBox.current ?? targetScroller.current)?.focus({ preventScroll: true });
  const side = showPreview || isSuggesting;

  useEffect(() => targetScroller.current?.focus({ preventScroll: true }), []);

  const guard = useMemo(() => {
    const isInvoice = ends.target?.properties?.LineItems && ends.target.properties.Total;
    const invoice = view.preview?.value;
    return isInvoice && isObject(invoice) ? guardOf(invoice, invoice.Total) : undefined;
  }, [ends.target, view.preview]);

  /** What rows come to over all samples, for a remark about one and for rows that only fail on another. */
  const elsewhere = useMemo<FailingRow[]>(
    () =>
      [...verdicts.failing].flatMap(([id, failures]) => {
        const row = view.model.byRowId.get(id);
        return row ? [{ key: row.key, name: row.path.join('.'), failures }] : [];
      }),
    [verdicts.failing, view.model],
  );

  const active = view.model.targets.find(({ key }) => key === state.target.activeKey);
  const showRows = (to: MapperWay = way === 'code' ? 'trees' : way) => {
    setWay(to);
    requestAnimationFrame(focusTarget);
  };
  const next = (step: 1 | -1 = 1) => {
    state.nextProblem(step);
    showRows();
  };
  const pick = (row: TargetRow) => {
    state.show(row.key);
    showRows();
  };
  /** In another view the same row is at hand. */
  const look = (to: MapperWay) => {
    if (to === 'trees' && active) state.target.reveal(active.key);
    showRows(to);
  };
  const suggest = () => {
    setSuggesting(!isSuggesting);
    setWithin(undefined);
    if (isSuggesting) requestAnimationFrame(focusTarget);
  };

  const press = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    const isControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.key === 'F8') next(event.shiftKey ? -1 : 1);
    else if (event.altKey && event.code === 'KeyL') setShowLines(!showLines);
    else if (event.altKey && event.code === 'KeyS') suggest();
    else if (event.altKey && event.code === 'Digit1') look('trees');
    else if (event.altKey && event.code === 'Digit2') look('table');
    else if (event.altKey && event.code === 'Digit3') look('code');
    else if (event.altKey && event.code === 'KeyP') setShowPreview(!showPreview);
    else if (event.altKey && event.code === 'PageUp') desk.step(-1);
    else if (event.altKey && event.code === 'PageDown') desk.step(1);
    else if (event.altKey && event.code === 'KeyW' && verdicts.worst) desk.choose(verdicts.worst.sample);
    else if (isControl && !isTyping && key === 'z') (event.shiftKey ? redo : undo)?.();
    else if (isControl && !isTyping && key === 'y') redo?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that hold anywhere in the mapper.
    <div
      // The focus stays in the mapper when something in it is pressed that takes none.
      tabIndex={-1}
      className="flex h-full min-h-0 min-w-0 flex-1 flex-col bg-surface outline-none"
      onKeyDown={press}
    >
      <MapperToolbar
        way={way}
        onWay={look}
        showLines={showLines}
        onLines={() => setShowLines(!showLines)}
        suggested={suggestions.lines.length}
        isSuggesting={isSuggesting}
        onSuggest={suggest}
        showPreview={showPreview}
        onPreview={() => setShowPreview(!showPreview)}
        samples={
          <>
            {menu}
            <SampleBar desk={desk} verdicts={verdicts} />
          </>
        }
        undo={undo}
        redo={redo}
        onClose={onClose}
      />
      <div className={`grid min-h-0 flex-1 ${side ? 'grid-cols-[minmax(0,3fr)_minmax(264px,1fr)]' : 'grid-cols-1'}`}>
        <div className="flex min-h-0 min-w-0 flex-col">
          {way === 'trees' ? (
            <TreesView
              source={source}
              target={target}
              view={view}
              state={state}
              body={sample?.body}
              bodies={bodies}
              showLines={showLines}
              targetScroller={targetScroller}
              byName={suggestions.count}
              onByName={(objects) => {
                setWithin(objects);
                setSuggesting(true);
              }}
            />
          ) : way === 'table' ? (
            <MappingTable
              name={`${source.title} to ${target.title}`}
              view={view}
              state={state}
              box={tableBox}
              onTrees={(row, open) => {
                state.show(row.key);
                if (open) state.setOpened({ what: open, key: row.key });
                setWay('trees');
                if (!open) requestAnimationFrame(focusTarget);
              }}
            />
          ) : (
            <CodeView
              mapping={mapping}
              box={codeBox}
              draft={code}
              onDraft={setCode}
              rowId={active?.field?.id ?? active?.loop?.id}
              onRow={(id) => {
                const row = view.model.byRowId.get(id);
                if (row) state.target.setActive(row.key);
              }}
              onTry={view.tryMapping}
              onApply={(next) => {
                setCode(undefined);
                view.replace(next);
              }}
            />
          )}
        </div>
        {isSuggesting ? (
          <SuggestPanel
            key={within && pathWords(within.target)}
            lines={suggestions.lines}
            within={within && `from ${pathWords(within.source)} to ${pathWords(within.target)}`}
            onAccept={suggestions.take}
            onReject={suggestions.reject}
            onLook={(line) => {
              if (line.row) state.show(line.row.key);
              state.source.reveal(line.from);
            }}
            onClose={suggest}
          />
        ) : null}
        {showPreview && !isSuggesting ? (
          <PreviewPane
            desk={desk}
            verdicts={verdicts}
            tests={tests}
            schema={ends.target}
            preview={view.preview}
            stopped={view.stopped}
            remarks={view.remarks}
            elsewhere={elsewhere}
            chosen={active && active.path.length > 0 ? pathWords(active.path) : undefined}
            onPick={(path) => {
              const plain = path.replace(/\[\d+\]/g, '[]');
              const row = view.model.targets.find((one) => pathWords(one.path) === plain);
              if (row) pick(row);
            }}
            onElsewhere={({ key, failures }) => {
              desk.choose(failures.first);
              state.show(key);
              showRows();
            }}
            onRemark={(remark) => {
              state.showRemark(remark);
              showRows();
            }}
          />
        ) : null}
      </div>
      <MapperStatus
        view={view}
        guard={guard}
        sample={sample}
        was={active && state.cells(active).change?.words}
        onNext={() => next()}
      />
    </div>
  );
}
