'use client';

import { TextControl } from '#components/fields/text-control.tsx';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { PanelHead } from './panel-head.tsx';

/** The text of a note. */
export function NotePanel({ note, onClose }: { note: string; onClose: () => void }) {
  const { flow, commit } = useDesigner();
  const text = flow.drawing.notes.find((candidate) => candidate.id === note)?.text ?? '';
  return (
    <>
      <PanelHead
        glyph={<ShapeGlyph shape="note" />}
        kind="On the drawing only; it changes nothing that runs"
        onClose={onClose}
      >
        <h2>Note</h2>
      </PanelHead>
      <div className="border-t border-line p-4">
        <TextControl
          aria-label="Text of the note"
          lines={8}
          maxLength={4000}
          text={text}
          onText={(typed) => commit({ kind: 'edit-note', note, text: typed })}
        />
      </div>
    </>
  );
}
