'use client';

import { useState } from 'react';
import type { Point } from '#flow/edit.ts';
import { Picker } from '../palette/picker.tsx';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { connectTargets } from './connect-targets.ts';

/** The keyboard's way to draw an edge: C on a node, then the other node. Says what it did. */
export function ConnectPicker({
  node,
  direction,
  at,
  onClose,
}: {
  node: string;
  direction: 'downstream' | 'upstream';
  at: Point;
  onClose: () => void;
}) {
  const { flow, catalog, faces, commit, announce, reveal } = useDesigner();
  const [typed, setTyped] = useState('');
  const name = faces.get(node)?.node.name ?? node;
  const targets = connectTargets(flow, catalog, faces, node, direction).filter((target) =>
    target.name.toLowerCase().includes(typed.trim().toLowerCase()),
  );

  const choose = (chosen: string) => {
    const target = targets.find((candidate) => candidate.node === chosen);
    if (!target) return;
    commit({ kind: 'add-edge', from: target.from, to: target.to });
    announce(
      direction === 'downstream' ? `${name} now leads to ${target.name}.` : `${target.name} now leads to ${name}.`,
    );
    onClose();
    reveal(node);
  };

  return (
    <Picker
      at={at}
      label={direction === 'downstream' ? `Connect ${name} to` : `Connect to ${name} from`}
      typed={typed}
      onType={setTyped}
      onClose={() => {
        onClose();
        reveal(node);
      }}
      onChoose={choose}
      choices={targets.map((target) => ({
        id: target.node,
        name: target.name,
        note: target.from.port === 'out' ? target.shape : `by ${target.from.port}`,
        glyph: <ShapeGlyph shape={target.shape} />,
      }))}
      none={`Nothing here can be connected ${direction === 'downstream' ? 'to' : 'from'} ${name}.`}
    />
  );
}
