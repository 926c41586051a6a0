'use client';

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { isObject } from '#flow/json.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import type { Problem } from '#flow/problem.ts';
import { guardOf } from './guard.ts';
import type { Ends } from './mapper-model.ts';
import { MapperStatus } from './mapper-status.tsx';
import { MappingTable } from './mapping-table.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { SampleBar } from './samples/sample-bar.tsx';
import type { SampleDesk } from './samples/use-sample-desk.ts';
import { useVerdicts } from './samples/use-verdicts.ts';
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
  problems: Problem[];
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
  problems,
  onChange,
  onClose,
  undo,
  redo,
}: MapperScreenProps) {
  const [way, setWay] = useState<MapperWay>('trees');
  const [showLines, setShowLines] = useState(true);
  const [showPreview, setShowPreview] = useState(true);
  const { chosen: sample, zone } = desk;
  const verdicts = useVerdicts(mapping, ends.target, desk.samples, zone);

  const view = useMapper({ mapping, ends, sample, zone, problems, onChange, undo });
  const state = useMapperScreen(view, sample);
  const targetScroller = useRef<HTMLDivElement>(null);
  const focusTarget = () => targetScroller.current?.focus({ preventScroll: true });

  useEffect(() => targetScroller.current?.focus({ preventScroll: true }), []);

  const guard = useMemo(() => {
    const isInvoice = ends.target?.properties?.LineItems && ends.target.properties.Total;
    const invoice = view.preview?.value;
    return isInvoice && isObject(invoice) ? guardOf(invoice, invoice.Total) : undefined;
  }, [ends.target, view.preview]);

  const next = (step: 1 | -1 = 1) => {
    setWay('trees');
    state.nextProblem(step);
    requestAnimationFrame(focusTarget);
  };
  const pick = (row: TargetRow) => {
    setWay('trees');
    state.show(row.key);
    requestAnimationFrame(focusTarget);
  };

  const press = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    const isControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.key === 'F8') next(event.shiftKey ? -1 : 1);
    else if (event.altKey && event.code === 'KeyL') setShowLines(!showLines);
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

  const active = state.target.active;
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
        onWay={setWay}
        showLines={showLines}
        onLines={() => setShowLines(!showLines)}
        showPreview={showPreview}
        onPreview={() => setShowPreview(!showPreview)}
        samples={<SampleBar desk={desk} verdicts={verdicts} />}
        undo={undo}
        redo={redo}
        onClose={onClose}
      />
      <div
        className={`grid min-h-0 flex-1 ${showPreview ? 'grid-cols-[minmax(0,3fr)_minmax(264px,1fr)]' : 'grid-cols-1'}`}
      >
        <div className="flex min-h-0 min-w-0 flex-col">
          {way === 'trees' ? (
            <TreesView
              source={source}
              target={target}
              view={view}
              state={state}
              body={sample?.body}
              showLines={showLines}
              targetScroller={targetScroller}
            />
          ) : (
            <MappingTable
              rows={view.model.targets}
              cellOf={state.cells}
              chosen={active?.key}
              onPick={pick}
              onNote={(row, note) => view.change({ kind: 'set-note', row, note })}
            />
          )}
        </div>
        {showPreview ? (
          <PreviewPane
            title={target.title}
            desk={desk}
            verdicts={verdicts}
            tests={tests}
            schema={ends.target}
            preview={view.preview}
            stopped={view.stopped}
            remarks={view.remarks}
            chosen={active && active.path.length > 0 ? pathWords(active.path) : undefined}
            onPick={(path) => {
              const plain = path.replace(/\[\d+\]/g, '[]');
              const row = view.model.targets.find((one) => pathWords(one.path) === plain);
              if (row) pick(row);
            }}
            onRemark={(remark) => {
              setWay('trees');
              state.showRemark(remark);
              requestAnimationFrame(focusTarget);
            }}
          />
        ) : null}
      </div>
      <MapperStatus view={view} guard={guard} sample={sample} onNext={() => next()} />
    </div>
  );
}
