'use client';

import { useMemo, useState } from 'react';
import type { Point } from '#flow/edit.ts';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { fits, type Joining } from './add-node.ts';
import { type PaletteEntry, paletteEntries, search } from './palette-entries.ts';
import { Picker } from './picker.tsx';

/** The palette's search at the pointer; behind a line that was let go, only what the line may end at. */
export function QuickAdd({
  at,
  joining,
  onAdd,
  onClose,
}: {
  at: Point;
  joining?: Joining;
  onAdd: (entry: PaletteEntry) => void;
  onClose: () => void;
}) {
  const { catalog } = useDesigner();
  const [typed, setTyped] = useState('');
  const entries = useMemo(() => paletteEntries(catalog).filter((entry) => fits(entry, joining)), [catalog, joining]);
  const found = search(entries, typed);
  return (
    <Picker
      at={at}
      label="Add a system or step"
      typed={typed}
      onType={setTyped}
      onClose={onClose}
      choices={found.map((entry) => ({
        id: entry.id,
        name: entry.name,
        note: entry.system || entry.detail,
        glyph: <ShapeGlyph shape={entry.shape} />,
      }))}
      onChoose={(id) => {
        const entry = found.find((candidate) => candidate.id === id);
        if (entry) onAdd(entry);
      }}
      none="Nothing of that name can stand here."
    />
  );
}
