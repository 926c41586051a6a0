'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDesigner } from '#components/designer/state/designer-context.ts';
import { useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { type Catalog, operationOf } from '#flow/catalog.ts';
import { type Flow, nodeOf } from '#flow/flow.ts';
import type { Json } from '#flow/json.ts';
import { emptyMapping, type Mapping, mappingSchema } from '#flow/mapping/document.ts';
import { type MappingEnds, mappingEnds, mappingField } from '#flow/mapping/ends.ts';
import { readFlow } from '#flow/migrate.ts';
import type { Problem } from '#flow/problem.ts';
import { MapperScreen } from './mapper-screen.tsx';
import { useSampleDesk } from './samples/use-sample-desk.ts';
import { DriftNote } from './shared/drift-note.tsx';
import { ImpactButton } from './shared/impact-dialog.tsx';
import { SharedMapMenu } from './shared/shared-map-menu.tsx';
import { useTestDesk } from './tests/use-test-desk.ts';
import type { EndTitle } from './trees-view.tsx';

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
  const field = (operation && mappingField(operation)) ?? 'mapping';
  const stored = node?.config[field];
  const mapping = useMemo(() => mappingSchema.safeParse(stored ?? emptyMapping), [stored]);
  const flowOnServer = useQuery(trpc.flows.get.queryOptions({ id: flowId }));
  const version = flowOnServer.data?.published?.document;
  const published = useMemo(() => (version ? publishedMapping(version, nodeId) : undefined), [version, nodeId]);
  const { commit } = useDesigner();
  const desk = useSampleDesk({
    flowId,
    nodeId,
    flow,
    zone: answer.data?.zone ?? 'UTC',
    schema: ends.source?.schema,
    answered: answer.data?.samples,
    example: ends.source?.sample === undefined ? undefined : { name: ends.source.name, body: ends.source.sample },
    commit,
  });
  const tests = useTestDesk({
    nodeId,
    flow,
    mapping: mapping.data ?? emptyMapping,
    schema: ends.target?.schema,
    commit,
  });
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
      desk={desk}
      tests={tests}
      menu={
        node && (
          <>
            <DriftNote flow={flowId} node={nodeId} />
            <SharedMapMenu
              node={node}
              field={field}
              commit={commit}
              more={<SourceImpact flow={flow} source={ends.source} />}
            />
          </>
        )
      }
      problems={mine}
      published={published}
      onChange={(next) => onChange(asJson(next))}
      onClose={onClose}
      undo={undo}
      redo={redo}
    />
  );
}

const asJson = (mapping: Mapping): Json => mapping as unknown as Json;

function SourceImpact({ flow, source }: { flow: Flow; source: MappingEnds['source'] }) {
  const node = source && nodeOf(flow, source.node);
  return node ? <ImpactButton operation={node.operation} title={node.name} schema={source.schema} /> : null;
}

function titleOf(flow: Flow, catalog: Catalog, nodeId: string | undefined, fallback: string): EndTitle {
  const node = nodeId === undefined ? undefined : nodeOf(flow, nodeId);
  if (!node) return { title: fallback };
  return { title: node.name, detail: operationOf(catalog, node.operation)?.detail };
}

/** What the node's mapping is in a published version; `undefined` when it has none there, or none that can be read. */
function publishedMapping(document: string, nodeId: string): Mapping | undefined {
  const flow = readFlow(document);
  const config = flow.ok ? nodeOf(flow.value, nodeId)?.config : undefined;
  const found = Object.values(config ?? {}).flatMap((value) => mappingSchema.safeParse(value).data ?? []);
  return found[0];
}
