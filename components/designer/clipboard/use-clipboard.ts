'use client';

import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { type Clipping, copyNodes, type Point } from '#flow/edit.ts';
import type { CanvasView } from '../canvas/view.ts';
import { snapped } from '../palette/free-place.ts';
import { useDesigner } from '../state/designer-context.ts';
import { onlyNodes } from '../state/selection.ts';
import { clippingMime, clippingText, cornerOf, readClipping } from './clipping-text.ts';

/** Canvas units that a pasted copy is moved by when there is no pointer to paste at. */
const beside = 24;

/**
 * Copy, cut and paste by the system's clipboard, while the canvas has the focus. @returns `duplicate`, which leaves the
 * clipboard alone
 */
export function useClipboard(
  root: RefObject<HTMLElement | null>,
  view: RefObject<CanvasView | null>,
  pointer: RefObject<Point | null>,
): { duplicate: () => void } {
  const { current, commit, selection, select, sayDone } = useDesigner();
  const nodes = useRef(selection.nodes);
  nodes.current = selection.nodes;
  const shift = useRef(false);

  const insert = useCallback(
    (clipping: Clipping, offset: Point, keepIncoming: boolean) => {
      const before = new Set(current().nodes.map((node) => node.id));
      const after = commit({ kind: 'paste', clipping, offset, keepIncoming });
      select(onlyNodes(after.nodes.flatMap((node) => (before.has(node.id) ? [] : [node.id]))));
    },
    [commit, current, select],
  );

  const duplicate = useCallback(() => {
    if (nodes.current.length > 0) insert(copyNodes(current(), nodes.current), { x: beside, y: beside }, false);
  }, [current, insert]);

  useEffect(() => {
    const here = (event: ClipboardEvent | KeyboardEvent) => {
      const focused = document.activeElement;
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
      return !typing && (focused === document.body || (root.current?.contains(focused) ?? false));
    };
    const copy = (event: ClipboardEvent) => {
      if (!here(event) || nodes.current.length === 0 || !event.clipboardData) return;
      event.preventDefault();
      const text = clippingText(copyNodes(current(), nodes.current), true);
      event.clipboardData.setData(clippingMime, text);
      event.clipboardData.setData('text/plain', clippingText(copyNodes(current(), nodes.current)));
      if (event.type !== 'cut') return;
      const count = nodes.current.length;
      commit({ kind: 'remove-nodes', nodes: nodes.current });
      sayDone(count === 1 ? 'Cut one node.' : `Cut ${count} nodes.`);
    };
    const paste = (event: ClipboardEvent) => {
      if (!here(event)) return;
      const transfer = event.clipboardData;
      const clipping = readClipping(transfer?.getData(clippingMime) || transfer?.getData('text/plain') || '');
      if (!clipping) return;
      event.preventDefault();
      const corner = cornerOf(clipping);
      const at = pointer.current && view.current ? view.current.toFlow(pointer.current) : undefined;
      const offset = at ? { x: snapped(at.x - corner.x), y: snapped(at.y - corner.y) } : { x: beside, y: beside };
      insert(clipping, offset, shift.current);
    };
    const key = (event: KeyboardEvent) => {
      shift.current = event.shiftKey;
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
      document.removeEventListener('keydown', key, true);
    };
  }, [root, view, pointer, current, commit, insert, sayDone]);

  return { duplicate };
}
