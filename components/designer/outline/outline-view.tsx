'use client';

import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { FlowEdge } from '#flow/flow.ts';
import { connectTargets } from '../connect/connect-targets.ts';
import { remove } from '../keyboard/shortcuts.ts';
import { readingOrder } from '../keyboard/walk.ts';
import type { NodeFace } from '../shapes/node-face.ts';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { onlyNodes } from '../state/selection.ts';

/** The drawing as a list, in the order messages travel: everything the canvas can do, without a pointer and at any zoom. */
export function OutlineView() {
  const { flow, faces } = useDesigner();
  const rows = readingOrder(flow).flatMap((id) => faces.get(id) ?? []);
  return (
    <div data-area="canvas" className="absolute inset-0 overflow-auto bg-canvas p-4">
      <table className="w-full border-collapse bg-surface text-left">
        <caption className="sr-only">Nodes of {flow.name}, in the order messages travel</caption>
        <thead>
          <tr className="label h-8 border-b border-line-strong">
            <th className="pl-3 font-normal">Node</th>
            <th className="font-normal">What it does</th>
            <th className="font-normal">From</th>
            <th className="font-normal">To</th>
            <th className="font-normal">State</th>
            <th className="w-10">
              <span className="sr-only">Delete</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((face) => (
            <OutlineRow key={face.node.id} face={face} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? (
        <p className="border border-dashed border-line-strong p-6 text-ink-2">
          Nothing is drawn yet. Choose a trigger, such as “Order placed”, in the palette.
        </p>
      ) : null}
    </div>
  );
}

function OutlineRow({ face }: { face: NodeFace }) {
  const designer = useDesigner();
  const { flow, faces, problems, selection, select, openInspector } = designer;
  const { node } = face;
  const own = problems.filter((problem) => problem.where.node === node.id);
  const errors = own.filter((problem) => problem.severity === 'error').length;
  const name = (id: string) => faces.get(id)?.node.name ?? id;
  const selected = selection.nodes.includes(node.id);
  return (
    <tr aria-selected={selected} className={`border-b border-line align-top ${selected ? 'bg-canvas' : ''}`}>
      <td className="py-1.5 pl-3">
        <button
          type="button"
          className="flex items-center gap-2 font-semibold hover:underline"
          onClick={() => {
            select(onlyNodes([node.id]));
            openInspector();
          }}
        >
          <ShapeGlyph shape={face.shape} />
          {node.name}
        </button>
      </td>
      <td className="py-1.5 pr-4">
        {face.system} <span className="data text-ink-2">{face.secondLine}</span>
      </td>
      <td className="py-1.5 pr-4">
        <Ways edges={flow.edges.filter((edge) => edge.to.node === node.id)} say={(edge) => name(edge.from.node)} />
        {face.ports.inputs.length > 0 ? <ConnectSelect node={node.id} direction="upstream" /> : null}
      </td>
      <td className="py-1.5 pr-4">
        <Ways
          edges={flow.edges.filter((edge) => edge.from.node === node.id)}
          say={(edge) => `${name(edge.to.node)}${edge.from.port === 'out' ? '' : ` by ${edge.from.port}`}`}
        />
        <ConnectSelect node={node.id} direction="downstream" />
      </td>
      <td className="py-1.5 pr-4">
        {own.length === 0 ? (
          <StatusMark mark="ok" words="Fine" />
        ) : (
          <StatusMark
            mark={errors > 0 ? 'failed' : 'warn'}
            words={own.length === 1 ? '1 problem' : `${own.length} problems`}
          />
        )}
      </td>
      <td className="py-1">
        <IconButton
          size="sm"
          label={`Delete ${node.name}`}
          onClick={() => remove({ ...designer, selection: onlyNodes([node.id]) }, false)}
        >
          <X size={14} />
        </IconButton>
      </td>
    </tr>
  );
}

function Ways({ edges, say }: { edges: FlowEdge[]; say: (edge: FlowEdge) => string }) {
  const { commit } = useDesigner();
  return (
    <ul>
      {edges.map((edge) => (
        <li key={edge.id} className="flex items-center gap-1">
          {say(edge)}
          <IconButton
            size="sm"
            label={`Remove the edge ${say(edge)}`}
            onClick={() => commit({ kind: 'remove-edges', edges: [edge.id] })}
          >
            <X size={12} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function ConnectSelect({ node, direction }: { node: string; direction: 'downstream' | 'upstream' }) {
  const { flow, catalog, faces, commit, announce } = useDesigner();
  const id = useId();
  const targets = connectTargets(flow, catalog, faces, node, direction);
  if (targets.length === 0) return null;
  const words = direction === 'downstream' ? 'Connect to' : 'Connect from';
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {words}, {faces.get(node)?.node.name}
      </label>
      <Select
        id={id}
        className="h-6! w-40! border-line! text-label! text-ink-2!"
        value=""
        onChange={(event) => {
          const target = targets.find((candidate) => candidate.node === event.target.value);
          if (!target) return;
          commit({ kind: 'add-edge', from: target.from, to: target.to });
          announce(`${words} ${target.name}: done.`);
        }}
      >
        <option value="">{words}…</option>
        {targets.map((target) => (
          <option key={target.node} value={target.node}>
            {target.name}
          </option>
        ))}
      </Select>
    </>
  );
}
