import { useMemo } from 'react';
import type { FlowDetail } from '#components/trpc.tsx';
import { type Difference, diffFlows } from '#flow/diff.ts';
import { readFlow } from '#flow/migrate.ts';
import { useDesigner } from '../state/designer-context.ts';

/** What differs from the published version, told from the documents; undefined where none was published. */
export function useUnpublished(published: FlowDetail['published']): Difference[] | undefined {
  const { flow, catalog } = useDesigner();
  const text = published?.document;
  const version = useMemo(() => {
    const read = text === undefined ? undefined : readFlow(text);
    return read?.ok ? read.value : undefined;
  }, [text]);
  return useMemo(() => version && diffFlows(version, flow, catalog), [version, flow, catalog]);
}
