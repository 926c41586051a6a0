'use client';

import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { useTRPC } from '#components/trpc.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { countFlow } from '#flow/estimate/count.ts';
import { readFlow } from '#flow/migrate.ts';
import { addressOfAsked, countsOf, needsOf, readAsked, systemsOf, talkOf } from './asked.ts';
import { InputsForm } from './inputs-form.tsx';
import { Report } from './report.tsx';

/** What an integration costs to build in each pattern, and which fits. The question stands in the address. */
export function EstimatePage() {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useSearchParams();
  const asked = useMemo(() => readAsked(address), [address]);
  const card = useQuery(trpc.estimate.card.queryOptions());
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const flows = useQuery(trpc.flows.list.queryOptions());
  const flow = flows.data?.find((one) => one.id === asked.flow);
  const drawn = useMemo(() => {
    const read = flow && catalog.data ? readFlow(flow.document) : null;
    return read?.ok && catalog.data ? { counts: countFlow(read.value, catalog.data), needs: read.value.needs } : null;
  }, [flow, catalog.data]);
  const trouble = card.error ?? catalog.error ?? flows.error;
  const waitingForFlow = asked.flow !== undefined && (flows.isPending || catalog.isPending);
  const gone = asked.flow !== undefined && flows.isSuccess && !flow;
  const counts = countsOf(asked, drawn);
  const needs = needsOf(asked, drawn);

  return (
    <Page
      full
      bar={
        <Bar
          crumbs={flow ? [{ label: 'Estimate', href: '/estimate' }, { label: flow.name }] : [{ label: 'Estimate' }]}
          actions={
            <>
              <Button look="quiet" onClick={() => window.print()}>
                <Printer size={14} aria-hidden="true" /> Print
              </Button>
              {flow ? <ButtonLink href={`/flows/${flow.id}`}>Open the drawing</ButtonLink> : null}
            </>
          }
        >
          <Upright />
          <span className="label">Estimate, not an offer</span>
        </Bar>
      }
    >
      <div className="grid h-full grid-cols-[320px_minmax(0,1fr)]" data-report>
        <aside aria-label="What you need" data-noprint className="overflow-auto border-r border-line bg-bg p-5">
          <InputsForm
            asked={asked}
            counts={counts}
            talk={talkOf(asked, drawn)}
            needs={needs}
            systems={systemsOf(asked, drawn)}
            flows={flows.data ?? []}
            onAsk={(next) => router.replace(`/estimate${addressOfAsked(next)}`, { scroll: false })}
          />
        </aside>
        <section
          aria-label="Estimate"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and holds nothing to focus, so the keyboard needs it
          tabIndex={0}
          data-sheet
          className="overflow-auto bg-surface focus-visible:-outline-offset-2"
        >
          {trouble ? (
            <TroubleState title="The estimate could not be made" words={trouble.message} />
          ) : gone ? (
            <TroubleState
              title="This flow is not there any more"
              words="It may have been removed. Choose another flow on the left, or say what there is."
              again={<ButtonLink href="/estimate">Start without a flow</ButtonLink>}
            />
          ) : !card.data || waitingForFlow ? (
            <Later>
              <Skeleton className="m-10 h-18" />
            </Later>
          ) : (
            <Report card={card.data} counts={counts} needs={needs} given={asked.needs} name={flow?.name} />
          )}
        </section>
      </div>
    </Page>
  );
}
