'use client';

import { useQuery } from '@tanstack/react-query';
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { type FlowDetail, useTRPC } from '#components/trpc.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import type { CanvasView } from '../canvas/view.ts';
import type { Designer } from './designer-context.ts';
import { nothing, type Selection, stillThere } from './selection.ts';
import { useFaces } from './use-faces.ts';
import { type FlowDocument, useFlowDocument } from './use-flow-document.ts';
import { useProblems } from './use-problems.ts';

const noConnections: Designer['connections'] = [];

/** Everything that the parts of the designer share, and the draft behind it. `said` is for a live region. */
export function useDesignerState({
  detail,
  opened,
  catalog,
  view,
  openInspector,
  openMapper,
}: {
  detail: FlowDetail;
  opened: Flow;
  catalog: Catalog;
  view: RefObject<CanvasView | null>;
  openInspector: () => void;
  openMapper: (node: string) => void;
}): { designer: Designer; draft: FlowDocument; said: string } {
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions()).data;
  const draft = useFlowDocument(detail.id, { flow: opened, revision: detail.revision, savedAt: detail.savedAt });
  const { history, commit, undo, redo } = draft;
  const { flow } = history;
  const faces = useFaces(flow, catalog);
  const problems = useProblems(flow, catalog, connections);
  const [marked, setMarked] = useState<Selection>(nothing);
  const [said, setSaid] = useState('');

  const latest = useRef({ flow, steps: history.past.length });
  latest.current = { flow, steps: history.past.length };
  const current = useCallback(() => latest.current.flow, []);

  const selection = useMemo(
    () =>
      stillThere(marked, {
        nodes: new Set(flow.nodes.map((node) => node.id)),
        edges: new Set(flow.edges.map((edge) => edge.id)),
        notes: new Set(flow.drawing.notes.map((note) => note.id)),
      }),
    [marked, flow],
  );

  /** What was added a moment ago is on the canvas only after it was drawn. */
  const reveal = useCallback(
    (node: string) => {
      requestAnimationFrame(() => {
        view.current?.show(node);
        view.current?.focus(node);
      });
    },
    [view],
  );

  const sayDone = useCallback(
    (words: string) => {
      const steps = latest.current.steps;
      setSaid(words);
      requestAnimationFrame(() => {
        const after = latest.current.steps;
        const takeBack = () => {
          if (latest.current.steps === after) undo();
          else toast('Something else was done since. Ctrl+Z goes back step by step.', { mark: 'warn' });
        };
        if (after !== steps || after > 0) toast(words, { id: 'done', action: { label: 'Undo', run: takeBack } });
      });
    },
    [undo],
  );

  const designer = useMemo((): Designer => {
    const open = (node: string) => {
      const fields = faces.get(node)?.operation?.fields ?? [];
      if (fields.some((field) => field.type === 'mapping')) openMapper(node);
      else {
        setMarked({ ...nothing, nodes: [node] });
        openInspector();
      }
    };
    return {
      id: detail.id,
      flow,
      current,
      catalog,
      connections: connections ?? noConnections,
      faces,
      problems,
      commit,
      undo,
      redo,
      sayDone,
      selection,
      select: setMarked,
      reveal,
      open,
      openInspector,
      openMapper,
      announce: setSaid,
    };
  }, [
    detail.id,
    flow,
    current,
    catalog,
    connections,
    faces,
    problems,
    commit,
    undo,
    redo,
    sayDone,
    selection,
    reveal,
    openInspector,
    openMapper,
  ]);

  return { designer, draft, said };
}
