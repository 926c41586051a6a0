'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Bar } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { type FlowDetail, useTRPC } from '#components/trpc.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import type { Catalog } from '#flow/catalog.ts';
import { readFlow } from '#flow/migrate.ts';
import { DesignerRoom } from './designer-room.tsx';

/** A flow, opened to be worked on. */
export function DesignerPage({ id }: { id: string }) {
  const trpc = useTRPC();
  // The draft is taken once: from then on it lives here, and what the server holds follows it.
  const detail = useQuery(trpc.flows.get.queryOptions({ id }, { refetchOnWindowFocus: false }));
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const trouble = detail.error ?? catalog.error;

  if (trouble && !detail.data) {
    return (
      <Frame>
        <TroubleState
          title="This flow could not be opened"
          words={trouble.message}
          again={<Button onClick={() => void detail.refetch()}>Try again</Button>}
        />
      </Frame>
    );
  }
  if (!detail.data || !catalog.data) return <Frame />;
  return <Opened key={id} detail={detail.data} catalog={catalog.data} />;
}

function Opened({ detail, catalog }: { detail: FlowDetail; catalog: Catalog }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once; a later answer is about publishing, not about the draft.
  const read = useMemo(() => readFlow(detail.document), [detail.id]);
  if (!read.ok) {
    return (
      <Frame>
        <TroubleState
          title="This flow cannot be read"
          words={read.problems.map((problem) => `${problem.message} ${problem.wayOut}`).join(' ')}
          again={<ButtonLink href="/">All flows</ButtonLink>}
        />
      </Frame>
    );
  }
  return <DesignerRoom detail={detail} opened={read.value} catalog={catalog} />;
}

function Frame({ children }: { children?: React.ReactNode }) {
  return <Page bar={<Bar crumbs={[{ label: 'Flow' }]} />}>{children}</Page>;
}
