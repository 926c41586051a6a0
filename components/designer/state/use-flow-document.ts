'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPC } from '#components/trpc.tsx';
import type { Change } from '#flow/edit.ts';
import { canonicalFlow, type Flow } from '#flow/flow.ts';
import { commit, type History, redo, startHistory, undo } from '#flow/history.ts';

/** Milliseconds of quiet after the last change before it is saved. */
const quiet = 600;
/** Milliseconds until a save that did not get through is tried again. */
const tryAgain = 5_000;

/** `conflict`: someone else saved meanwhile; nothing more is saved until the page is loaded again. */
export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'saving' }
  | { kind: 'failing'; words: string }
  | { kind: 'conflict' };

export interface FlowDocument {
  history: History;
  save: SaveState;
  /** Makes the change, remembers how to undo it, saves it soon. @returns the flow after it */
  commit(change: Change): Flow;
  undo(): void;
  redo(): void;
  /** Saves now. @returns the revision that holds everything, or null when it could not be saved */
  flush(): Promise<number | null>;
}

/** The draft while it is open: its history in memory, its newest state on the server. */
export function useFlowDocument(id: string, opened: { flow: Flow; revision: number; savedAt: string }): FlowDocument {
  const [history, setHistory] = useState(() => startHistory(opened.flow));
  const [save, setSave] = useState<SaveState>({ kind: 'saved', at: opened.savedAt });
  const now = useRef(history);
  const kept = useRef({ flow: opened.flow, revision: opened.revision, at: opened.savedAt, conflict: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef<Promise<number | null>>(undefined);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutateAsync: send } = useMutation(trpc.flows.save.mutationOptions());

  const flush = useCallback(async (): Promise<number | null> => {
    clearTimeout(timer.current);
    await sending.current;
    const flow = now.current.flow;
    if (kept.current.conflict) return null;
    if (flow === kept.current.flow) {
      setSave((before) => (before.kind === 'saving' ? { kind: 'saved', at: kept.current.at } : before));
      return kept.current.revision;
    }
    setSave({ kind: 'saving' });
    const attempt = send({ id, document: canonicalFlow(flow), revision: kept.current.revision }).then(
      (answer) => {
        kept.current = { flow, revision: answer.revision, at: answer.savedAt, conflict: false };
        setSave(now.current.flow === flow ? { kind: 'saved', at: answer.savedAt } : { kind: 'saving' });
        void queries.invalidateQueries({ queryKey: trpc.flows.list.queryKey() });
        return answer.revision;
      },
      (error: unknown) => {
        if (codeOf(error) === 'CONFLICT') {
          kept.current.conflict = true;
          setSave({ kind: 'conflict' });
        } else {
          setSave({ kind: 'failing', words: error instanceof Error ? error.message : String(error) });
          timer.current = setTimeout(() => void flush(), tryAgain);
        }
        return null;
      },
    );
    sending.current = attempt;
    const revision = await attempt;
    sending.current = undefined;
    return revision;
  }, [id, queries, send, trpc]);

  const take = useCallback(
    (next: History): Flow => {
      if (next === now.current) return next.flow;
      now.current = next;
      setHistory(next);
      // From the change on it is not saved, though nothing is sent before a moment of quiet.
      setSave((before) => (before.kind === 'saved' ? { kind: 'saving' } : before));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), quiet);
      return next.flow;
    },
    [flush],
  );

  useEffect(() => {
    const unsaved = () => now.current.flow !== kept.current.flow && !kept.current.conflict;
    const leave = (event: BeforeUnloadEvent) => {
      if (!unsaved()) return;
      void flush();
      event.preventDefault();
    };
    addEventListener('beforeunload', leave);
    return () => {
      removeEventListener('beforeunload', leave);
      if (unsaved()) void flush();
    };
  }, [flush]);

  return {
    history,
    save,
    commit: useCallback((change) => take(commit(now.current, change, Date.now())), [take]),
    undo: useCallback(() => void take(undo(now.current)), [take]),
    redo: useCallback(() => void take(redo(now.current)), [take]),
    flush,
  };
}

function codeOf(error: unknown): string | undefined {
  const data = (error as { data?: { code?: string } } | null)?.data;
  return data?.code;
}
