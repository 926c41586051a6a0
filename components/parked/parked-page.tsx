'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { LiveWords } from '#components/runs/live-words.tsx';
import { useRunNews } from '#components/runs/use-run-news.ts';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { StatusLine } from '#components/shell/status-line.tsx';
import { type FlowRow, type ParkedRow, useTRPC } from '#components/trpc.tsx';
import { Answer } from '#components/ui/answer.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { counted } from '#components/ui/format.ts';
import { Select } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Catalog, connectorOf } from '#flow/catalog.ts';
import { readFlow } from '#flow/migrate.ts';
import { ParkedButtons } from './parked-buttons.tsx';
import { ParkedPanel } from './parked-panel.tsx';
import { ParkedTable } from './parked-table.tsx';
import { troubleLikeness } from './trouble-words.ts';

/** A page of the list that is full has another after it. */
const pageRows = 500;

/** Every message that needs a person, across the flows, with what is wrong and what can be done about many at once. */
export function ParkedPage() {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useSearchParams();
  const flow = address.get('flow') ?? undefined;
  const live = useRunNews();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const parked = useInfiniteQuery(
    trpc.parked.list.infiniteQueryOptions(flow ? { flow } : {}, {
      getNextPageParam: (page) => (page.length < pageRows ? undefined : page.at(-1)?.cursor),
    }),
  );
  const all = useQuery(trpc.parked.count.queryOptions(flow ? { flow } : {})).data?.parked;
  const rows = parked.data?.pages.flat() ?? [];
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const open = rows.filter((row) => row.state === 'parked');
  const ids = open.filter((row) => ticked.has(row.id)).map((row) => row.id);
  const shown = rows.find((row) => row.id === chosen) ?? open[0];
  const alike = (row: ParkedRow) =>
    open.filter((other) => troubleLikeness(other.trouble, other.node) === troubleLikeness(row.trouble, row.node));

  return (
    <Page
      full
      bar={
        <Bar crumbs={[{ label: 'Parked' }]}>
          <Upright />
          <div className="w-56">
            <Select
              aria-label="Flow"
              value={flow ?? ''}
              onChange={(event) =>
                router.replace(event.target.value ? `/parked?flow=${event.target.value}` : '/parked')
              }
            >
              <option value="">All flows</option>
              {flows.data?.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
          </div>
        </Bar>
      }
      status={
        <StatusLine end={<LiveWords live={live} />}>
          <span className="num">
            {counted(all ?? open.length, 'message')} parked
            {all !== undefined && all > open.length ? `, ${counted(open.length, 'shown', 'shown')}` : ''}
          </span>
          <Upright />
          <span className="flex items-center gap-1">
            Move <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
          <span className="flex items-center gap-1">
            Tick <Kbd>X</Kbd>
          </span>
        </StatusLine>
      }
    >
      <Answer of={parked} failed="What is parked could not be read" waiting={<Skeleton className="m-6 h-40" />}>
        {rows.length === 0 || !shown ? (
          <div className="p-6">
            <EmptyState title="Nothing is parked" action={<ButtonLink href="/runs">See the runs</ButtonLink>}>
              A message that a target refuses, or that a map cannot make, waits here with the reason and the way out.
              Retry it once the cause is gone, or set it aside.
            </EmptyState>
          </div>
        ) : (
          <div className="grid h-full grid-cols-[minmax(0,1fr)_clamp(380px,32%,560px)]">
            <div className="flex min-h-0 flex-col bg-surface">
              <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-bg px-6">
                {ids.length > 0 ? (
                  <>
                    <span className="num pr-2 font-medium">{counted(ids.length, 'message')} ticked</span>
                    <ParkedButtons ids={ids} what={`${ids.length}`} onDone={() => setTicked(new Set())} />
                    <Button look="quiet" onClick={() => setTicked(new Set())}>
                      Clear
                    </Button>
                  </>
                ) : (
                  <span className="text-ink-2">Tick messages to retry or set aside many at once.</span>
                )}
              </div>
              <ParkedTable rows={rows} ticked={ticked} onTick={setTicked} chosen={shown.id} onChoose={setChosen} />
              {parked.hasNextPage ? (
                <div className="border-t border-line px-6 py-2">
                  <Button onClick={() => void parked.fetchNextPage()} disabled={parked.isFetchingNextPage}>
                    Show older messages
                  </Button>
                </div>
              ) : null}
            </div>
            <ParkedPanel
              key={shown.id}
              row={shown}
              system={systemOf(shown, flows.data, catalog.data)}
              alike={alike(shown).length}
              onTickAlike={() => setTicked(new Set(alike(shown).map((row) => row.id)))}
            />
          </div>
        )}
      </Answer>
    </Page>
  );
}

/** The system of the step, as far as the flow still has the step. */
function systemOf(row: ParkedRow, flows: FlowRow[] | undefined, catalog: Catalog | undefined): string {
  const document = flows?.find((flow) => flow.id === row.flow.id)?.document;
  const read = document ? readFlow(document) : null;
  const operation = read?.ok ? read.value.nodes.find((node) => node.id === row.node)?.operation : undefined;
  return (catalog && operation ? connectorOf(catalog, operation)?.name : undefined) ?? 'The target';
}
