'use client';

import { useEffect } from 'react';
import { runInFull } from '#components/runs/run-words.ts';
import { toast } from '#components/ui/toast.tsx';
import { isOver, type Rehearsal } from './use-run-flow.ts';

/** Says in the corner what became of a run that was started here: one message that turns green. */
export function useRunToast(rehearsal: Rehearsal): void {
  const run = rehearsal.kind === 'started' ? rehearsal.run : null;
  const key = run ? `${run.id} ${run.status} ${run.tally.parked}` : rehearsal.kind;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` holds all that the message is made of.
  useEffect(() => {
    if (rehearsal.kind === 'refused') toast(rehearsal.words, { mark: 'failed', id: 'run', stays: 12_000 });
    if (rehearsal.kind === 'starting') toast('Starting…', { mark: 'queued', id: 'run' });
    if (rehearsal.kind !== 'started') return;
    if (!run) {
      toast(rehearsal.words, { mark: 'running', id: 'run', stays: 20_000 });
      return;
    }
    const { mark, words } = runInFull(run);
    toast(`${words}${run.keys.length > 0 ? `: ${run.keys.join(', ')}` : ''}`, {
      mark,
      id: 'run',
      stays: isOver(run) ? 10_000 : 30_000,
      action: { label: 'Open the run', href: `/runs/${run.id}` },
    });
  }, [key]);
}
