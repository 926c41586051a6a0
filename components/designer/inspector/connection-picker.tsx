'use client';

import Link from 'next/link';
import { useId } from 'react';
import { Labelled, Select } from '#components/ui/input.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { connectorOf } from '#flow/catalog.ts';
import type { Problem } from '#flow/problem.ts';
import type { NodeFace } from '../shapes/node-face.ts';
import { useDesigner } from '../state/designer-context.ts';

/** Which account the node works with. Connections are made on their own page, where secrets are typed. */
export function ConnectionPicker({ face, problem }: { face: NodeFace; problem: Problem | undefined }) {
  const { catalog, connections, commit } = useDesigner();
  const id = useId();
  const connector = connectorOf(catalog, face.node.operation);
  if (!connector?.connection) return null;
  const fitting = connections.filter((connection) => connection.connector === connector.id);
  const chosen = face.node.connection;
  const known = fitting.find((connection) => connection.id === chosen);
  const choose = (connection: string) =>
    commit({ kind: 'set-connection', node: face.node.id, connection: connection || undefined });
  return (
    <Labelled
      label="Connection"
      htmlFor={id}
      required={!connector.connection.optional}
      error={problem && `${problem.message} ${problem.wayOut}`}
      help={known?.words ? undefined : known ? known.address : undefined}
    >
      <div className="flex items-center gap-2">
        <Select id={id} value={chosen ?? ''} onChange={(event) => choose(event.target.value)}>
          <option value="">{connector.connection.optional ? 'None' : 'Choose…'}</option>
          {chosen && !known ? <option value={chosen}>Not in this workspace</option> : null}
          {fitting.map((connection) => (
            <option key={connection.id} value={connection.id}>
              {connection.name}
            </option>
          ))}
        </Select>
        {known?.status === 'fails' || known?.status === 'unreadable' ? (
          <span title={known.words ?? 'Its last test failed'}>
            <StatusGlyph mark="failed" />
          </span>
        ) : null}
        <Link href={`/connections/new?connector=${connector.id}`} className="shrink-0">
          New connection
        </Link>
      </div>
    </Labelled>
  );
}
