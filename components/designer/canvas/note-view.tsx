'use client';

import { memo } from 'react';
import type { NoteElement } from './canvas-elements.ts';
import type { NodeProps } from './react-flow.ts';

/** A remark in a dashed frame, without ports. */
export const NoteView = memo(function NoteView({ data, selected, width, height }: NodeProps<NoteElement>) {
  return (
    <div className={selected ? 'note note-selected' : 'note'} style={{ width, height }}>
      {data.text || <span className="text-ink-3">Empty note. Write it in the panel on the right.</span>}
    </div>
  );
});
