'use client';

import { X } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import type { FlowEdge } from '#flow/flow.ts';
import type { NodeFace } from '../shapes/node-face.ts';
import { useDesigner } from '../state/designer-context.ts';

/** The ports of a node with what they lead to, each a step to the neighbour; and its place in numbers. */
export function NodeWiring({ face }: { face: NodeFace }) {
  const { flow, commit } = useDesigner();
  const { node, ports } = face;
  const at = flow.drawing.positions[node.id];
  return (
    <div className="flex flex-col gap-4 p-4">
      {ports.inputs.length > 0 ? (
        <PortGroup
          title="In"
          ports={ports.inputs}
          edgesOf={(port) => flow.edges.filter((edge) => edge.to.node === node.id && edge.to.port === port)}
          other={(edge) => edge.from.node}
        />
      ) : null}
      <PortGroup
        title="Out"
        ports={ports.outputs}
        edgesOf={(port) => flow.edges.filter((edge) => edge.from.node === node.id && edge.from.port === port)}
        other={(edge) => edge.to.node}
      />
      {at ? (
        <fieldset className="flex items-center gap-3">
          <legend className="label mb-1">Place on the drawing</legend>
          {(['x', 'y'] as const).map((axis) => (
            <label key={axis} className="flex items-center gap-2 uppercase">
              {axis}
              <input
                type="number"
                step={8}
                className="num h-7 w-24 rounded-input border border-line-strong bg-raised px-2"
                value={at[axis]}
                onChange={(event) => {
                  const length = event.target.valueAsNumber;
                  if (Number.isFinite(length))
                    commit({ kind: 'move-nodes', positions: { [node.id]: { ...at, [axis]: length } } });
                }}
              />
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

function PortGroup({
  title,
  ports,
  edgesOf,
  other,
}: {
  title: string;
  ports: { id: string; label: string }[];
  edgesOf: (port: string) => FlowEdge[];
  other: (edge: FlowEdge) => string;
}) {
  const { faces, commit, select, reveal } = useDesigner();
  return (
    <section>
      <h3 className="label mb-1 font-normal">{title}</h3>
      <ul className="border-t border-line">
        {ports.map((port) => {
          const edges = edgesOf(port.id);
          return (
            <li key={port.id} className="flex items-start gap-3 border-b border-line py-1">
              <span className="data w-24 shrink-0 truncate py-0.5 leading-5">{port.label}</span>
              <div className="min-w-0 flex-1">
                {edges.map((edge) => {
                  const name = faces.get(other(edge))?.node.name ?? other(edge);
                  return (
                    <div key={edge.id} className="flex items-center">
                      <button
                        type="button"
                        className="flex-1 truncate text-left text-focus hover:underline"
                        onClick={() => {
                          select({ nodes: [other(edge)], edges: [], notes: [] });
                          reveal(other(edge));
                        }}
                      >
                        {name}
                      </button>
                      <IconButton
                        size="sm"
                        label={`Remove the edge ${title === 'In' ? 'from' : 'to'} ${name}`}
                        onClick={() => commit({ kind: 'remove-edges', edges: [edge.id] })}
                      >
                        <X size={13} />
                      </IconButton>
                    </div>
                  );
                })}
                {edges.length === 0 ? <span className="text-ink-3">{said(title, port.id)}</span> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function said(title: string, port: string): string {
  if (title === 'In') return 'Nothing leads here';
  return port === 'error' ? 'Not wired: what fails is parked' : 'Leads nowhere';
}
