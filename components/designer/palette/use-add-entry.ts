'use client';

import { type RefObject, useCallback } from 'react';
import type { Point } from '#flow/edit.ts';
import type { CanvasView } from '../canvas/view.ts';
import { placeOf } from '../shapes/node-face.ts';
import type { Designer } from '../state/designer-context.ts';
import { nothing, onlyNodes } from '../state/selection.ts';
import { additionOf, type Joining } from './add-node.ts';
import { freePlace } from './free-place.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';

/** Beside the node that was selected, this much room for an edge. */
const gap = 80;

/**
 * Puts an entry on the canvas, selects it and opens its panel. Without a place it goes to the right of what is selected, else
 * into the middle of the view, where nothing else stands.
 */
export function useAddEntry(designer: Designer, view: RefObject<CanvasView | null>) {
  const { current, catalog, connections, commit, select, selection, faces, reveal, openInspector } = designer;
  return useCallback(
    (what: PaletteEntry | string, where: { at?: Point; joining?: Joining } = {}) => {
      const entry = typeof what === 'string' ? paletteEntries(catalog).find(({ id }) => id === what) : what;
      if (!entry) return;
      const flow = current();
      const frame = { width: 224, height: 64 };
      const beside = selection.nodes.at(-1);
      const face = beside ? faces.get(beside) : undefined;
      const right =
        beside && face
          ? { x: placeOf(flow, beside).x + face.frame.width + gap, y: placeOf(flow, beside).y }
          : undefined;
      const middle = view.current?.middle() ?? { x: 0, y: 0 };
      const taken = [...faces.values()].map((other) => ({ ...placeOf(flow, other.node.id), ...other.frame }));
      const corner = right ?? { x: middle.x - frame.width / 2, y: middle.y - frame.height / 2 };
      const free = freePlace(corner, frame, taken);
      const at = where.at ?? { x: free.x + frame.width / 2, y: free.y + frame.height / 2 };

      const { change, node } = additionOf(entry, at, { flow, catalog, connections }, where.joining);
      const after = commit(change);
      openInspector();
      if (node) {
        select(onlyNodes([node]));
        reveal(node);
      } else {
        const note = after.drawing.notes.at(-1);
        if (note) select({ ...nothing, notes: [note.id] });
      }
    },
    [current, catalog, connections, commit, select, selection, faces, reveal, openInspector, view],
  );
}
