'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { useRunNews } from '#components/runs/use-run-news.ts';
import { Bar } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, TroubleState } from '#components/ui/empty-state.tsx';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { FirstSteps } from './first-steps.tsx';
import { columns, FlowRow } from './flow-row.tsx';
import { Question } from './question.tsx';
import { useNewFlow } from './use-new-flow.ts';

/** All flows, each ready to run; under them the question that leads to a pattern and a price. */
export function HomePage() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const card = useQuery(trpc.estimate.card.queryOptions(undefined, { staleTime: 60_000 })).data;
  const { create, creating } = useNewFlow();
  const gaps = useQuery({ ...trpc.ledger.troubles.queryOptions(), refetchInterval: 60_000 }).data;

  const { since } = useRunNews();
  useEffect(() => {
    if (since > 0) void queries.invalidateQueries(trpc.flows.list.queryFilter());
  }, [since, queries, trpc]);

  const newFlow = (
    <Button look="primary" onClick={create} disabled={creating}>
      <Plus size={16} /> New flow
    </Button>
  );
  const rows = flows.data;
  const runnable = rows?.filter((row) => row.rehearsable).length ?? 0;

  return (
    <Page bar={<Bar crumbs={[]} actions={newFlow} />}>
      <div className="mx-auto flex min-h-full max-w-[1720px] flex-col">
        <div className="pb-4">
          <h1>{heading(rows?.length ?? 0, runnable)}</h1>
          <p className="text-ink-2">
            {runnable > 0
              ? 'Run places a test event in the built-in systems and follows it to the end. No account or key needed.'
              : 'A flow is drawn, priced, run and watched in one place.'}
          </p>
        </div>
        {flows.error && !rows ? (
          <TroubleState
            title="The flows could not be read"
            words={flows.error.message}
            again={<Button onClick={() => void flows.refetch()}>Try again</Button>}
          />
        ) : null}
        {rows && catalog.data ? (
          rows.length === 0 ? (
            <EmptyState
              title="No flow yet"
              action={
                <Button look="primary" onClick={create} disabled={creating}>
                  <Plus size={16} /> Draw the first one
                </Button>
              }
            >
              Make one, drag a trigger such as “Order placed” onto the canvas, then a map and the system that is to
              receive it, and join them. Or ask below which pattern suits first.
            </EmptyState>
          ) : (
            <>
              <div aria-hidden="true" className={`${columns} label h-7 border-b border-line-strong`}>
                <span>Drawing</span>
                <span>Flow</span>
                <span className="hidden min-[1400px]:block">Systems</span>
                <span>Volume</span>
                <span>Build price</span>
                <span>Last runs</span>
                <span />
              </div>
              <ul aria-label="Flows">
                {rows.map((row) => (
                  <FlowRow
                    key={row.id}
                    row={row}
                    catalog={catalog.data}
                    card={card}
                    gap={gaps?.find((one) => one.flow === row.id)?.gap ?? 0}
                  />
                ))}
              </ul>
            </>
          )
        ) : flows.error ? null : (
          <Later>
            <Skeleton className="mt-7 h-[126px]" />
          </Later>
        )}
        <div className="grid grid-cols-[minmax(0,1fr)_320px] gap-x-12 pt-8 min-[1400px]:grid-cols-[minmax(0,1fr)_372px]">
          <Question />
          {rows ? <FirstSteps rows={rows} onNewFlow={create} /> : null}
        </div>
      </div>
    </Page>
  );
}

function heading(all: number, runnable: number): string {
  if (all === 0) return 'Flows';
  if (runnable === 0) return all === 1 ? 'One flow' : `${all} flows`;
  return runnable === 1 ? 'One flow that runs now' : `${runnable} flows that run now`;
}
