'use client';

import { type RefObject, useState } from 'react';
import { TextControl } from '#components/fields/text-control.tsx';
import { type Tab, Tabs } from '#components/ui/tabs.tsx';
import type { NodeFace } from '../shapes/node-face.ts';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { soleNode } from '../state/selection.ts';
import { FlowPanel } from './flow-panel.tsx';
import { NodeConfig } from './node-config.tsx';
import { NodeWiring } from './node-wiring.tsx';
import { NotePanel } from './note-panel.tsx';
import { PanelHead } from './panel-head.tsx';
import { ProblemList } from './problem-list.tsx';

/** The dock on the right: what the selected node has to set, or the flow itself. The canvas beside it stays live. */
export function Inspector({
  flow,
  onClose,
  nameField,
}: {
  /** The flow's own panel, whatever is selected. */
  flow: boolean;
  onClose: () => void;
  nameField: RefObject<HTMLDivElement | null>;
}) {
  const { faces, selection } = useDesigner();
  const id = soleNode(selection);
  const face = id ? faces.get(id) : undefined;
  const [note] = selection.notes;
  return (
    <aside
      aria-label="Inspector"
      data-area="inspector"
      className="flex w-105 shrink-0 flex-col border-l border-line bg-surface"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        (document.activeElement as HTMLElement | null)?.blur();
        onClose();
      }}
    >
      {flow ? (
        <FlowPanel onClose={onClose} />
      ) : face ? (
        <NodeInspector key={face.node.id} face={face} onClose={onClose} nameField={nameField} />
      ) : note ? (
        <NotePanel key={note} note={note} onClose={onClose} />
      ) : null}
    </aside>
  );
}

type TabId = 'config' | 'wiring' | 'problems';

function NodeInspector({
  face,
  onClose,
  nameField,
}: {
  face: NodeFace;
  onClose: () => void;
  nameField: RefObject<HTMLDivElement | null>;
}) {
  const { problems, commit } = useDesigner();
  const [chosen, setChosen] = useState<TabId>('config');
  const own = problems.filter((problem) => problem.where.node === face.node.id);
  const tabs: Tab<TabId>[] = [
    { id: 'config', label: 'Config', content: <NodeConfig face={face} problems={own} /> },
    { id: 'wiring', label: 'Ports', content: <NodeWiring face={face} /> },
    {
      id: 'problems',
      label: 'Problems',
      count: own.length > 0 ? own.length : undefined,
      content: <ProblemList problems={own} empty="Nothing is wrong with this node." />,
    },
  ];
  return (
    <>
      <PanelHead glyph={<ShapeGlyph shape={face.shape} />} kind={kindOf(face)} onClose={onClose}>
        <div ref={nameField} className="min-w-0">
          <TextControl
            aria-label="Name of the node"
            heading
            maxLength={80}
            text={face.node.name}
            onText={(name) => commit({ kind: 'rename-node', node: face.node.id, name: name.trim() })}
          />
        </div>
      </PanelHead>
      <Tabs label="About this node" tabs={tabs} chosen={chosen} onChoose={setChosen} />
    </>
  );
}

function kindOf({ operation, system, node }: NodeFace): string {
  if (!operation) return `${node.operation}, not in the catalog`;
  const effect = {
    none: 'changes nothing outside',
    read: 'reads only',
    idempotent: 'writing twice is the same as once',
    keyed: 'sent with a key, so written once',
    unsafe: 'never sent again blindly',
  }[operation.effect];
  return operation.kind === 'action' ? `${system}, ${operation.name} · ${effect}` : `${system}, ${operation.name}`;
}
