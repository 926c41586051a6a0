'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Sample, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { type Catalog, operationOf } from '#flow/catalog.ts';
import { type Flow, nodeOf } from '#flow/flow.ts';
import { type Json, parseJson } from '#flow/json.ts';
import { emptyMapping, type Mapping, mappingSchema } from '#flow/mapping/document.ts';
import { mappingEnds, mappingField } from '#flow/mapping/ends.ts';
import type { Problem } from '#flow/problem.ts';
import { MapperScreen } from './mapper-screen.tsx';
import type { EndTitle } from './trees-view.tsx';
import type { MapperSample } from './use-mapper.ts';

/**
 * The mapping of one map node, as it stands in the flow. `onChange` gets the whole new mapping, one call per step of undo.
 * Samples are what really came to the node, newest first, then the example of the operation in front.
 */
export function Mapper({
  flowId,
  nodeId,
  flow,
  catalog,
  onChange,
  onClose,
  problems,
  undo,
  redo,
}: {
  flowId: string;
  nodeId: string;
  flow: Flow;
  catalog: Catalog;
  onChange(mapping: Json): void;
  onClose(): void;
  problems: Problem[];
  undo?(): void;
  redo?(): void;
}) {
  const trpc = useTRPC();
  const answer = useQuery(trpc.flows.samples.queryOptions({ id: flowId, node: nodeId }));
  const ends = useMemo(() => mappingEnds(flow, catalog, nodeId), [flow, catalog, nodeId]);
  const node = nodeOf(flow, nodeId);
  const operation = node && operationOf(catalog, node.operation);
  const stored = node?.config[(operation && mappingField(operation)) ?? 'mapping'];
  const mapping = useMemo(() => mappingSchema.safeParse(stored ?? emptyMapping), [stored]);
  const example = ends.source?.sample;
  const samples = useMemo(
    () => parsedSamples(answer.data?.samples, example, ends.source?.name),
    [answer.data, example, ends.source?.name],
  );
  const mine = useMemo(() => problems.filter(({ where }) => where.node === nodeId), [problems, nodeId]);

  if (!mapping.success) {
    return (
      <div className="p-6">
        <TroubleState
          title="This mapping cannot be read"
          words={`${mapping.error.issues[0]?.message ?? 'It is not a mapping.'} Take an earlier version of the flow, or start this map anew.`}
          again={
            <span className="flex gap-2">
              <Button onClick={onClose}>Back to flow</Button>
              <Button look="danger" onClick={() => onChange(asJson(emptyMapping))}>
                Start anew
              </Button>
            </span>
          }
        />
      </div>
    );
  }
  return (
    <MapperScreen
      key={nodeId}
      mapping={mapping.data}
      ends={{ source: ends.source?.schema, target: ends.target?.schema }}
      source={titleOf(flow, catalog, ends.source?.node, 'Source')}
      target={titleOf(flow, catalog, ends.target?.node, 'Target')}
      samples={samples}
      zone={answer.data?.zone ?? 'UTC'}
      problems={mine}
      onChange={(next) => onChange(asJson(next))}
      onClose={onClose}
      undo={undo}
      redo={redo}
    />
  );
}

const asJson = (mapping: Mapping): Json => mapping as unknown as Json;

function titleOf(flow: Flow, catalog: Catalog, nodeId: string | undefined, fallback: string): EndTitle {
  const node = nodeId === undefined ? undefined : nodeOf(flow, nodeId);
  if (!node) return { title: fallback };
  return { title: node.name, detail: operationOf(catalog, node.operation)?.detail };
}

/** Until the answer comes, and when none does, the catalog's example alone. A body that is no JSON is left out. */
function parsedSamples(answered: Sample[] | undefined, example: Json | undefined, name = 'message'): MapperSample[] {
  const samples = (answered ?? []).flatMap(({ body, ...rest }) => {
    try {
      return [{ ...rest, body: parseJson(body) }];
    } catch {
      return [];
    }
  });
  if (samples.length > 0 || example === undefined) return samples;
  return [{ name, source: 'catalog', at: null, body: example }];
}
