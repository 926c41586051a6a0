'use client';

import { ListTree, Play, Redo2, Settings2, Undo2 } from 'lucide-react';
import { Bar, Upright } from '#components/shell/bar.tsx';
import type { FlowDetail } from '#components/trpc.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { PatternMark } from '#components/ui/pattern-mark.tsx';
import { type History, redoLabel, undoLabel } from '#flow/history.ts';
import { useDesigner } from '../state/designer-context.ts';
import { DraftState } from './draft-state.tsx';
import { ProblemsButton } from './problems-button.tsx';
import { useUnpublished } from './use-unpublished.ts';

/** Name, pattern and what is not published; undo, problems, Run and Publish. */
export function DesignerBar({
  detail,
  history,
  running,
  publishing,
  map,
  onCloseMap,
  outline,
  onOutline,
  onRun,
  onPublish,
  onSettings,
}: {
  detail: FlowDetail;
  history: History;
  running: boolean;
  publishing: boolean;
  /** The name of the map that is open instead of the drawing. */
  map: string | undefined;
  onCloseMap: () => void;
  /** Shown as a list instead of a drawing. */
  outline: boolean;
  onOutline: () => void;
  onRun: () => void;
  onPublish: () => void;
  onSettings: () => void;
}) {
  const { flow, undo, redo } = useDesigner();
  const undoes = undoLabel(history);
  const redoes = redoLabel(history);
  const next = (detail.published?.version ?? 0) + 1;
  const unchanged = useUnpublished(detail.published)?.length === 0;
  return (
    <Bar
      crumbs={map === undefined ? [{ label: flow.name }] : [{ label: flow.name, onPress: onCloseMap }, { label: map }]}
      actions={
        <>
          <IconButton
            label={undoes ? `Undo: ${lower(undoes)} (Ctrl+Z)` : 'Nothing to undo'}
            disabled={!undoes}
            onClick={undo}
          >
            <Undo2 size={16} />
          </IconButton>
          <IconButton
            label={redoes ? `Redo: ${lower(redoes)} (Ctrl+Y)` : 'Nothing to redo'}
            disabled={!redoes}
            onClick={redo}
          >
            <Redo2 size={16} />
          </IconButton>
          <IconButton
            label={outline ? 'Show the drawing' : 'Show as a list'}
            aria-pressed={outline}
            className={outline ? 'bg-canvas' : ''}
            onClick={onOutline}
          >
            <ListTree size={16} />
          </IconButton>
          <Upright />
          <ProblemsButton />
          <Button
            onClick={onRun}
            disabled={running}
            title={detail.whyNoRun ?? 'Places a test event in the sandbox and follows it'}
          >
            <Play size={15} /> {running ? 'Running…' : 'Run'}
            <span aria-hidden="true" className="hidden gap-1 min-[1400px]:flex">
              <Kbd>Ctrl</Kbd>
              <Kbd>Enter</Kbd>
            </span>
          </Button>
          <Button
            look={unchanged ? 'outline' : 'primary'}
            onClick={onPublish}
            disabled={publishing}
            title={unchanged ? 'Nothing has changed; publishing again tells the systems anew where to call' : undefined}
          >
            {publishing ? 'Publishing…' : `Publish v${next}`}
          </Button>
        </>
      }
    >
      <IconButton size="sm" label="Name, needs and settings of the flow" onClick={onSettings}>
        <Settings2 size={14} />
      </IconButton>
      <PatternMark pattern={flow.pattern} className="max-[1180px]:hidden" />
      <Upright />
      <DraftState published={detail.published} />
    </Bar>
  );
}

const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
