'use client';

import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { ParkedButtons } from '#components/parked/parked-buttons.tsx';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { StatusLine } from '#components/shell/status-line.tsx';
import { type ParkedRow, type RunDetail, useTRPC } from '#components/trpc.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { counted, lasting, moment } from '#components/ui/format.ts';
import { PatternGlyph } from '#components/ui/pattern-mark.tsx';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { Catalog } from '#flow/catalog.ts';
import { readFlow } from '#flow/migrate.ts';
import { LiveWords } from './live-words.tsx';
import { ProofLine } from './proof-line.tsx';
import { AgainButton, CancelButton } from './run-buttons.tsx';
import { RunDrawing } from './run-drawing.tsx';
import { isOpen, runInFull } from './run-words.ts';
import { StepPanel } from './step-panel.tsx';
import { useNowWhile } from './use-now-while.ts';
import { useRunNews } from './use-run-news.ts';
import { Waits } from './waits.tsx';
import { WaterfallChart } from './waterfall-chart.tsx';

/** One run: the proof, the version that ran, the time it took, and what passed through each step. Live while it runs. */
export function RunPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ id }));
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const trouble = run.error ?? catalog.error;
  if (run.data && catalog.data) return <OneRun run={run.data} catalog={catalog.data} />;
  return (
    <Page bar={<Bar crumbs={[{ label: 'Runs', href: '/runs' }, { label: shortId(id) }]} />}>
      {trouble ? (
        <TroubleState
          title="This run could not be read"
          words={trouble.message}
          again={<ButtonLink href="/runs">All runs</ButtonLink>}
        />
      ) : (
        <Later>
          <Skeleton className="h-12 w-150" />
          <Skeleton className="mt-6 h-75" />
        </Later>
      )}
    </Page>
  );
}

function OneRun({ run, catalog }: { run: RunDetail; catalog: Catalog }) {
  const trpc = useTRPC();
  const live = useRunNews(run.flow.id);
  const open = run.finishedAt === null;
  const now = useNowWhile(open);
  const parked = useQuery({
    ...trpc.parked.list.queryOptions({ run: run.id }),
    enabled: run.tally.parked > 0,
  }).data?.filter((row: ParkedRow) => row.state === 'parked');
  const connections = useQuery(trpc.connections.list.queryOptions()).data;
  const read = useMemo(() => readFlow(run.document), [run.document]);
  const { step, message, addressOf, choose } = useChosen(run);
  const shownStep = run.steps.find((one) => one.node === step) ?? run.steps[0];
  const connection = read.ok ? read.value.nodes.find((node) => node.id === shownStep?.node)?.connection : undefined;

  return (
    <Page
      full
      bar={
        <Bar
          crumbs={[
            { label: 'Runs', href: '/runs' },
            { label: run.flow.name, href: `/runs?flow=${run.flow.id}` },
            { label: shortId(run.id) },
          ]}
          actions={
            <>
              <ButtonLink look="quiet" href={`/flows/${run.flow.id}`}>
                <Pencil size={14} aria-hidden="true" /> Open in editor
              </ButtonLink>
              {isOpen(run) ? <CancelButton run={run.id} of="the run" /> : null}
              {atRest(run) > 0 ? <AgainButton look="quiet" run={run.id} of={counted(atRest(run), 'message')} /> : null}
              {parked && parked.length > 0 ? (
                <ParkedButtons primary ids={parked.map((row) => row.id)} what={counted(parked.length, 'message')} />
              ) : null}
            </>
          }
        >
          <PatternGlyph pattern={run.flow.pattern} />
          <Upright />
          <span className={cx('flex', run.status === 'running' && 'pulse')} role="status">
            <StatusMark {...runInFull(run)} />
          </span>
          {run.mode === 'live' ? null : <span className="label">{run.mode} run, nothing is written</span>}
        </Bar>
      }
      status={
        <StatusLine end={<span className="data">{run.id}</span>}>
          {open || live.state === 'lost' ? <LiveWords live={live} /> : <span>Finished</span>}
          <Upright />
          <span className="num">{counted(run.messages.length, 'message')}</span>
        </StatusLine>
      }
    >
      <div className="grid h-full grid-cols-[minmax(0,1fr)_clamp(380px,32%,560px)] grid-rows-[auto_minmax(0,1fr)]">
        <div className="col-span-2">
          <div className="flex items-center border-b border-line bg-bg py-3 pr-4 pl-5">
            <ProofLine tally={run.tally} missing={run.gap} />
            <Facts run={run} now={now} />
          </div>
          <Waits run={run.id} open={open} />
        </div>
        <div className="grid min-h-0 grid-rows-[minmax(0,46fr)_minmax(0,54fr)]">
          <div className="relative min-h-0">
            <p className="absolute top-3 left-3 z-10 border border-line bg-surface px-2 py-0.5 text-label text-ink-2">
              v{run.version} as it ran, read-only
              {run.newestVersion > run.version ? `; the newest is v${run.newestVersion}` : ''}
            </p>
            {read.ok ? (
              <RunDrawing
                flow={read.value}
                catalog={catalog}
                steps={run.steps}
                chosen={shownStep?.node ?? null}
                addressOf={addressOf}
                onChoose={(node) => choose({ step: node })}
              />
            ) : (
              <TroubleState
                title="This version cannot be drawn"
                words={read.problems.map((one) => one.message).join(' ')}
              />
            )}
          </div>
          <WaterfallChart
            run={run}
            now={now}
            chosen={shownStep?.node ?? null}
            onChoose={(node) => choose({ step: node })}
          />
        </div>
        {shownStep ? (
          <StepPanel
            run={run}
            step={shownStep}
            catalog={catalog}
            connection={connections?.find((one) => one.id === connection)?.name}
            message={message}
            parked={parked ?? []}
            onMessage={(next) => choose({ message: next, step: stepOfTrouble(run, next) ?? shownStep.node })}
          />
        ) : (
          <aside className="border-l border-line bg-surface p-4 text-ink-2">
            {run.error ?? 'No step has begun yet.'}
          </aside>
        )}
      </div>
    </Page>
  );
}

function Facts({ run, now }: { run: RunDetail; now: number }) {
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  return (
    <dl className="num ml-auto grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 pl-6 text-label whitespace-nowrap [&>dt]:text-ink-3">
      <dt>Started</dt>
      <dd>
        {now === 0 ? '' : moment(run.startedAt)}, by {run.startedBy}
      </dd>
      <dt>{run.finishedAt === null ? 'Running for' : 'Took'}</dt>
      <dd>{end === 0 ? '' : lasting(Math.max(0, end - Date.parse(run.startedAt)))}</dd>
      <dt>{run.error ? 'Failed' : 'Version'}</dt>
      <dd className={run.error ? 'max-w-100 truncate text-failed' : undefined} title={run.error ?? undefined}>
        {run.error ?? `v${run.version}`}
      </dd>
    </dl>
  );
}

/** The step and the message shown, kept in the address so that a place in a run can be sent to somebody. */
function useChosen(run: RunDetail) {
  const router = useRouter();
  const path = usePathname();
  const address = useSearchParams();
  const first = run.messages.find((one) => one.state === 'parked') ?? run.messages[0];
  const message = run.messages.find((one) => one.id === address.get('message'))?.id ?? first?.id ?? null;
  const step = address.get('step') ?? (message === null ? null : stepOfTrouble(run, message)) ?? lastWorked(run);
  const addressWith = (next: { step?: string; message?: string }) => {
    const query = new URLSearchParams(address);
    if (next.step) query.set('step', next.step);
    if (next.message) query.set('message', next.message);
    return `${path}?${query}`;
  };
  return {
    step,
    message,
    addressOf: (node: string) => addressWith({ step: node }),
    choose: (next: { step?: string; message?: string }) => router.replace(addressWith(next), { scroll: false }),
  };
}

const stepOfTrouble = (run: RunDetail, message: string): string | undefined =>
  run.messages.find((one) => one.id === message)?.trouble?.node;

const lastWorked = (run: RunDetail): string | null =>
  run.steps.findLast((step) => step.in > 0 || step.startedMs !== null)?.node ?? run.steps[0]?.node ?? null;

/** Messages that can be run again: nothing of them is on its way or needs a person. */
const atRest = ({ tally }: RunDetail): number => tally.delivered + tally.filtered + tally.cancelled + tally.discarded;

const shortId = (id: string): string => id.slice(-4);
