'use client';

import { type RefObject, useState } from 'react';
import type { Point } from '#flow/edit.ts';
import type { CanvasView } from '../canvas/view.ts';
import { useClipboard } from '../clipboard/use-clipboard.ts';
import { useDesigner } from '../state/designer-context.ts';
import { isEmpty, nothing } from '../state/selection.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { canvasShortcuts, type Shortcut } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** All keys of the designer and the sheet that lists them. Draws nothing else. */
export function DesignerKeys({
  root,
  view,
  pointer,
  nameField,
  onSearch,
  onConnect,
  onHand,
  onRun,
  onSave,
  onLeave,
}: {
  root: RefObject<HTMLElement | null>;
  view: RefObject<CanvasView | null>;
  pointer: RefObject<Point | null>;
  nameField: RefObject<HTMLElement | null>;
  onSearch: () => void;
  onConnect: (node: string, direction: 'downstream' | 'upstream') => void;
  onHand: (hand: boolean) => void;
  onRun: () => void;
  onSave: () => void;
  onLeave: () => void;
}) {
  const designer = useDesigner();
  const [sheet, setSheet] = useState(false);
  const { duplicate } = useClipboard(root, view, pointer);

  const rename = () => {
    if (designer.selection.nodes.length !== 1) return;
    designer.openInspector();
    requestAnimationFrame(() => nameField.current?.querySelector('input')?.select());
  };

  const local = canvasShortcuts({
    designer,
    view,
    focused: () => focusedNode(root.current),
    openSearch: onSearch,
    openConnect: onConnect,
    openSheet: () => setSheet(true),
    setHand: onHand,
    duplicate,
    rename,
    leave: () => {
      if (!isEmpty(designer.selection)) designer.select(nothing);
      onLeave();
    },
  });

  const global: Shortcut[] = [
    { keys: ['$mod+KeyZ'], shown: 'Ctrl Z', words: 'Undo', run: designer.undo, yields: true },
    { keys: ['$mod+KeyY', '$mod+Shift+KeyZ'], shown: 'Ctrl Y', words: 'Redo', run: designer.redo, yields: true },
    { keys: ['$mod+Enter'], shown: 'Ctrl Enter', words: 'Run', run: onRun },
    { keys: ['$mod+KeyS'], shown: 'Ctrl S', words: 'Save now; it is saved by itself too', run: onSave },
    { keys: ['F6'], shown: 'F6', words: 'Next part of the screen', run: nextArea },
  ];

  useShortcuts(root, local, global);
  return sheet ? (
    <ShortcutSheet
      shortcuts={[...local, ...global].filter((shortcut) => shortcut.shown !== '')}
      onClose={() => setSheet(false)}
    />
  ) : null;
}

function focusedNode(root: HTMLElement | null): string | undefined {
  const focused = document.activeElement;
  if (!focused || !root?.contains(focused)) return undefined;
  return focused.closest<HTMLElement>('.react-flow__node-step')?.dataset.id;
}

/** Palette, canvas, inspector, and round again. */
function nextArea(): void {
  const areas = [...document.querySelectorAll<HTMLElement>('[data-area]')];
  const here = areas.findIndex((area) => area.contains(document.activeElement));
  const next = areas[(here + 1) % areas.length];
  const inside = next?.querySelector<HTMLElement>('[tabindex="0"], input, button, select');
  (inside ?? next)?.focus();
}
