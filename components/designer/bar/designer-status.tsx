'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { verdictOf } from '#components/ledger/ledger-lines.ts';
import { useLedger } from '#components/ledger/use-ledger.ts';
import { runInBrief } from '#components/runs/run-words.ts';
import { WaitLine } from '#components/runs/waits.tsx';
import { Upright } from '#components/shell/bar.tsx';
import { StatusLine } from '#components/shell/status-line.tsx';
import { useTRPC } from '#components/trpc.tsx';
import { clock } from '#components/ui/format.ts';
import { RelativeTime, useNow } from '#components/ui/relative-time.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { countFlow } from '#flow/estimate/count.ts';
import { quietLine } from '#flow/estimate/words.ts';
import { useDesigner } from '../state/designer-context.ts';
import type { SaveState } from '../state/use-flow-document.ts';

/** The line at the foot: what building this costs, whether it is saved, how it ran last. */
export function DesignerStatus({
  save,
  ledger,
  onLedger,
}: {
  save: SaveState;
  /** The ledger is open. */
  ledger: boolean;
  onLedger: () => void;
}) {
  const { id, flow, catalog } = useDesigner();
  const trpc = useTRPC();
  const card = useQuery(trpc.estimate.card.queryOptions(undefined, { staleTime: 60_000 })).data;
  const last = useQuery(trpc.runs.list.queryOptions({ flow: id })).data?.runs[0];
  const price = useMemo(
    () => (card ? quietLine(card, flow.pattern, countFlow(flow, catalog)) : null),
    [card, flow, catalog],
  );
  return (
    <StatusLine
      end={
        <>
          <SaveWords save={save} />
          {last ? (
            <>
              <Upright />
              <LedgerButton flow={id} open={ledger} onPress={onLedger} />
              <Upright />
              <Link href={`/runs/${last.id}`} className="flex items-center gap-2 text-ink-2">
                Last run <RelativeTime at={last.startedAt} />
                <StatusMark {...runInBrief(last)} />
              </Link>
            </>
          ) : null}
        </>
      }
    >
      <span>Build estimate</span>
      {price ? <span className="num font-medium text-ink">{price}</span> : null}
      <Link href={`/estimate?flow=${id}`}>Compare patterns</Link>
      <WaitLine flow={id} />
    </StatusLine>
  );
}

/** The one number that proves nothing is lost, and the way to how it is made. */
function LedgerButton({ flow, open, onPress }: { flow: string; open: boolean; onPress: () => void }) {
  const { data } = useLedger(flow, 1);
  return (
    <button type="button" aria-expanded={open} onClick={onPress} className="flex items-center gap-2 hover:text-ink">
      {open ? 'Hide the ledger' : 'Ledger'}
      {data ? <StatusMark {...verdictOf(data.sum.gap, data.sum.tally)} /> : null}
    </button>
  );
}

function SaveWords({ save }: { save: SaveState }) {
  const known = useNow() > 0;
  switch (save.kind) {
    case 'saved':
      return <span role="status">{known ? `Saved ${clock(save.at)}` : 'Saved'}</span>;
    case 'saving':
      return <span role="status">Saving…</span>;
    case 'failing':
      return <StatusMark mark="warn" words={`Not saved, trying again: ${save.words}`} />;
    case 'conflict':
      return <StatusMark mark="failed" words="Not saved: it was changed elsewhere" />;
  }
}
