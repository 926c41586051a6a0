'use client';

import { FieldForm } from '#components/fields/field-form.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Problem } from '#flow/problem.ts';
import type { NodeFace } from '../shapes/node-face.ts';
import { useDesigner } from '../state/designer-context.ts';
import { ConnectionPicker } from './connection-picker.tsx';
import { Limits } from './limits.tsx';
import { Tries } from './tries.tsx';
import { TriggerAddress } from './trigger-address.tsx';

/** What a node has to set: its connection, its fields, and for a map the way into the mapper. */
export function NodeConfig({ face, problems }: { face: NodeFace; problems: Problem[] }) {
  const { commit, openMapper } = useDesigner();
  const { node, operation } = face;
  if (!operation) {
    return (
      <p className="p-4 text-ink-2">
        “{node.operation}” is not in the catalog of this version. Replace the node by one from the palette, or delete
        it.
      </p>
    );
  }
  const mapping = operation.fields.find((field) => field.type === 'mapping');
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="text-ink-2">{operation.summary}</p>
      <ConnectionPicker face={face} problem={problems.find((problem) => problem.where.field === 'connection')} />
      {operation.kind === 'trigger' ? <TriggerAddress node={node.id} start={operation.start} /> : null}
      {mapping ? (
        <div className="flex flex-col items-start gap-1">
          <span className="text-label text-ink-2">{mapping.label}</span>
          <div className="flex w-full items-center gap-3 border border-line bg-bg px-3 py-2">
            <span className="data flex-1">{face.secondLine}</span>
            <Button look="primary" onClick={() => openMapper(node.id)}>
              Open the map
            </Button>
          </div>
          {problems.some((problem) => problem.where.field !== 'connection') ? (
            <p className="text-label text-failed">
              {problems.find((problem) => problem.where.field !== 'connection')?.message}
            </p>
          ) : null}
        </div>
      ) : null}
      <FieldForm
        key={node.id}
        fields={operation.fields}
        values={node.config}
        problems={problems}
        connection={node.connection}
        portsFrom={operation.outputsFrom}
        onChange={(field, value) => commit({ kind: 'set-config', node: node.id, field, value })}
      />
      {operation.kind === 'action' ? <Tries key={`tries ${node.id}`} node={node} /> : null}
      <Limits operation={node.operation} />
    </div>
  );
}
