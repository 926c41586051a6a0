'use client';

import { Play } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { isOver, type Rehearsal, useRunFlow } from '#components/designer/run/use-run-flow.ts';
import { Thumbnail } from '#components/designer/thumbnail/thumbnail.tsx';
import { runInFull } from '#components/runs/run-words.ts';
import type { FlowRow as Row } from '#components/trpc.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { euros } from '#components/ui/format.ts';
import { PatternMark } from '#components/ui/pattern-mark.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { Catalog } from '#flow/catalog.ts';
import type { PriceCard } from '#flow/estimate/card.ts';
import { countFlow } from '#flow/estimate/count.ts';
import { estimate } from '#flow/estimate/estimate.ts';
import { readFlow } from '#flow/migrate.ts';
import { FlowMenu } from './flow-menu.tsx';
import { RunStrip } from './run-strip.tsx';
import { situation, systemsOf, volume } from './situation.ts';

/** The columns, for the rows and their heads alike. */
export const columns =
  'grid grid-cols-[240px_minmax(0,1fr)_116px_132px_128px_176px] min-[1400px]:grid-cols-[276px_minmax(0,1fr)_104px_132px_140px_136px_176px] gap-x-5 min-[1400px]:gap-x-6 items-center';

/** A flow in a row: drawn from its document, what it does, what it costs, how it ran, and the two ways on. */
export function FlowRow({
  row,
  catalog,
  card,
  gap,
}: {
  row: Row;
  catalog: Catalog;
  card: PriceCard | undefined;
  /** Messages received today of which nothing says where they are. */
  gap: number;
}) {
  const flow = useMemo(() => {
    const read = readFlow(row.document);
    return read.ok ? read.value : null;
  }, [row.document]);
  const price = useMemo(() => {
    if (!flow || !card) return null;
    const counts = countFlow(flow, catalog);
    return counts.connections === 0 ? null : estimate(card, counts)[flow.pattern];
  }, [flow, card, catalog]);
  const { rehearsal, start } = useRunFlow(row.id);
  const said = flow ? volume(flow.needs) : { day: null, peak: null };

  return (
    <li aria-label={row.name} className={`${columns} min-h-[126px] border-b border-line py-2`}>
      <Link
        href={`/flows/${row.id}`}
        aria-hidden="true"
        tabIndex={-1}
        className="block h-[108px] overflow-hidden border-l-3 bg-canvas"
        style={{ borderColor: `var(--${row.pattern})` }}
      >
        {flow ? <Thumbnail flow={flow} catalog={catalog} width={273} height={108} /> : null}
      </Link>
      <div className="min-w-0">
        <PatternMark pattern={row.pattern} className="mb-0.5 text-label text-ink-2" />
        <h2 className="truncate">
          <Link href={`/flows/${row.id}`} className="text-ink">
            {row.name}
          </Link>
        </h2>
        <p className="mt-0.5 max-w-[44ch] text-ink-2">
          {flow ? situation(flow, catalog) : 'This flow cannot be read by this version.'}
        </p>
        <RunWords rehearsal={rehearsal} />
      </div>
      <div className="hidden flex-col text-label leading-[18px] text-ink-2 min-[1400px]:flex">
        {flow ? systemsOf(flow, catalog).map((system) => <span key={system}>{system}</span>) : null}
      </div>
      <div>
        <div className="num">{said.day ?? <span className="label">Volume not said</span>}</div>
        {said.peak ? <div className="label num">{said.peak}</div> : null}
      </div>
      <div>
        <div className="num font-medium">
          {price ? euros(price) : <span className="label font-normal">No price yet</span>}
        </div>
        {price ? <div className="label">{price.countedAs}</div> : null}
      </div>
      <div>
        <RunStrip flow={row.id} runs={row.lastRuns} />
        {gap === 0 ? null : (
          <Link href={`/flows/${row.id}`}>
            <StatusMark mark="failed" words={`Gap ${gap}`} />
          </Link>
        )}
      </div>
      <div className="flex items-center justify-end gap-1">
        <Button
          onClick={start}
          disabled={!row.rehearsable || rehearsal.kind === 'starting'}
          title={row.rehearsable ? 'Places a test event in the sandbox' : whyNot(row)}
        >
          <Play size={15} /> Run
        </Button>
        <ButtonLink look="quiet" href={`/flows/${row.id}`}>
          Open
        </ButtonLink>
        <FlowMenu row={row} />
      </div>
    </li>
  );
}

function whyNot(row: Row): string {
  return row.published === null
    ? 'Open the flow and publish it first'
    : 'Its trigger is not connected to a sandbox system, so no test event can be placed';
}

/** What became of pressing Run, where it was pressed. */
function RunWords({ rehearsal }: { rehearsal: Rehearsal }) {
  if (rehearsal.kind === 'idle') return null;
  return (
    <p role="status" className="mt-1 flex min-h-5 flex-wrap items-center gap-x-3">
      {rehearsal.kind === 'starting' ? <StatusMark mark="queued" words="Starting" /> : null}
      {rehearsal.kind === 'refused' ? (
        <StatusMark mark="failed" words={rehearsal.words} className="whitespace-normal" />
      ) : null}
      {rehearsal.kind === 'started' ? (
        rehearsal.run ? (
          <>
            <StatusMark {...runInFull(rehearsal.run)} className={isOver(rehearsal.run) ? '' : 'pulse'} />
            <span className="text-ink-2">{rehearsal.run.keys.join(', ')}</span>
            <Link href={`/runs/${rehearsal.run.id}`}>Open the run</Link>
          </>
        ) : (
          <StatusMark mark="running" words={rehearsal.words} className="whitespace-normal" />
        )
      ) : null}
    </p>
  );
}
