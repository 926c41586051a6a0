'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { MeasuresStrip } from '#components/measures/measures-strip.tsx';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { StatusLine } from '#components/shell/status-line.tsx';
import { type RunRow, useTRPC } from '#components/trpc.tsx';
import { Answer } from '#components/ui/answer.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { counted } from '#components/ui/format.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { arrivedSince } from './arrived.ts';
import { LiveWords } from './live-words.tsx';
import { NarrowedTo } from './narrowed-to.tsx';
import { RunSearch } from './run-search.tsx';
import { RunTable } from './run-table.tsx';
import { addressOfFilters, filtersFromAddress, type RunFilters } from './search.ts';
import { useRunNews } from './use-run-news.ts';

/** All runs, newest first, narrowed by what the address says. New ones wait behind a pill until they are asked for. */
export function RunsPage() {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useSearchParams();
  const filters = useMemo(() => filtersFromAddress(address), [address]);
  const live = useRunNews(filters.flow);
  const flows = useQuery(trpc.flows.list.queryOptions());
  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const all = useMemo(() => runs.data?.pages.flatMap((page) => page.runs) ?? [], [runs.data]);
  const { shown, arrived, show } = useHeldBack(all, addressOfFilters(filters));
  const narrow = (next: RunFilters) => router.replace(`/runs${addressOfFilters(next)}`, { scroll: false });
  const flow = flows.data?.find((one) => one.id === filters.flow);
  const counting = trpc.ledger.duplicates.queryOptions({ flow: filters.flow, days: 1 });
  const duplicates = useQuery({ ...counting, refetchInterval: 10_000 }).data?.duplicates ?? 0;
  const running = all.filter((run) => run.status === 'running').length;

  return (
    <Page
      full
      bar={
        <Bar crumbs={flow ? [{ label: 'Runs', href: '/runs' }, { label: flow.name }] : [{ label: 'Runs' }]}>
          {running > 0 ? <StatusMark mark="running" words={`${running} running`} /> : null}
        </Bar>
      }
      status={
        <StatusLine end={<LiveWords live={live} />}>
          <span className="num">{counted(shown.length, 'run')} shown</span>
          <Upright />
          {duplicates > 0 ? (
            <>
              <span className="num" title="Deliveries that were received before, answered and not run again">
                {counted(duplicates, 'duplicate')} suppressed today
              </span>
              <Upright />
            </>
          ) : null}
          <span className="flex items-center gap-1">
            Move <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
          <span className="flex items-center gap-1">
            Open <Kbd>Enter</Kbd>
          </span>
        </StatusLine>
      }
    >
      <div className="flex h-full flex-col">
        <RunSearch filters={filters} flows={flows.data ?? []} onChange={narrow}>
          {arrived > 0 ? (
            <Button size="sm" look="primary" onClick={show}>
              <ArrowUp size={14} aria-hidden="true" /> {counted(arrived, 'new run')}
            </Button>
          ) : null}
        </RunSearch>
        <NarrowedTo filters={filters} onChange={narrow} />
        <MeasuresStrip flow={filters.flow} />
        <div className="relative min-h-0 flex-1 overflow-auto bg-surface">
          <Answer of={runs} failed="The runs could not be read" waiting={<Waiting />}>
            {shown.length === 0 ? (
              <Nothing filters={filters} flow={flow} clear={() => narrow({})} />
            ) : (
              <RunTable runs={shown} wanted={filters.key} />
            )}
          </Answer>
          {runs.hasNextPage ? (
            <div className="border-t border-line px-6 py-3">
              <Button onClick={() => runs.fetchNextPage()} disabled={runs.isFetchingNextPage}>
                Show older runs
              </Button>
            </div>
          ) : null}
        </div>
      </div>
    </Page>
  );
}

/** Keeps rows still: what is newer than the newest row shown is counted, not shown, until `show`. */
function useHeldBack(all: RunRow[], filters: string) {
  const [held, setHeld] = useState<{ filters: string; newest: string | null }>({ filters, newest: null });
  const newest = held.filters === filters ? held.newest : null;
  const first = all[0]?.id ?? null;
  if (first !== null && newest === null) setHeld({ filters, newest: first });
  const arrived = arrivedSince(all, newest);
  return { shown: all.slice(arrived), arrived, show: () => setHeld({ filters, newest: first }) };
}

function Nothing({
  filters,
  flow,
  clear,
}: {
  filters: RunFilters;
  flow?: { id: string; name: string };
  clear: () => void;
}) {
  const narrowed = Object.keys(filters).some((name) => name !== 'flow');
  return (
    <div className="p-6">
      {narrowed ? (
        <EmptyState title="No run fits" action={<Button onClick={clear}>Show all runs</Button>}>
          {filters.key
            ? `No message with the key ${filters.key} has been received${flow ? ` by ${flow.name}` : ''}. Keys are written as the source sends them, such as #1002.`
            : 'No run has this status now.'}
        </EmptyState>
      ) : (
        <EmptyState
          title={flow ? `${flow.name} has not run yet` : 'Nothing has run yet'}
          action={
            <div className="flex gap-2">
              <ButtonLink look="primary" href={flow ? `/flows/${flow.id}` : '/'}>
                {flow ? 'Open the flow' : 'Go to the flows'}
              </ButtonLink>
              <ButtonLink href="/sandbox/shop">Place a sample order</ButtonLink>
            </div>
          }
        >
          Press Run on a flow, or place an order in the sandbox shop. Its run shows here within a second, with every
          message accounted for.
        </EmptyState>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4 p-6">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <Skeleton key={row} className="h-4 w-full" />
      ))}
    </div>
  );
}
