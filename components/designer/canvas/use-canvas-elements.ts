'use client';

import { useCallback, useLayoutEffect, useState } from 'react';
import { spokesOf } from '../shapes/spokes.ts';
import { useDesigner } from '../state/designer-context.ts';
import { nothing } from '../state/selection.ts';
import { type CanvasEdge, type CanvasNode, canvasEdges, canvasNodes, noteIdOf } from './canvas-elements.ts';
import { applyNodeChanges, type EdgeChange, type NodeChange } from './react-flow.ts';

/**
 * The document as elements of the canvas. Positions belong to the canvas while something is dragged and to the document
 * again once it is let go; what is selected belongs to the designer.
 */
export function useCanvasElements(tabStop: string | undefined, targets: Set<string> | null) {
  const designer = useDesigner();
  const { flow, faces, problems, selection, commit, select, current } = designer;
  const [nodes, setNodes] = useState<CanvasNode[]>([]);
  const [edges, setEdges] = useState<CanvasEdge[]>([]);

  useLayoutEffect(() => {
    const spokes = (hub: string) => spokesOf(flow, faces, hub);
    setNodes((before) => canvasNodes(before, flow, faces, { selection, problems, tabStop, targets, spokes }));
  }, [flow, faces, problems, selection, tabStop, targets]);

  useLayoutEffect(() => {
    setEdges((before) => canvasEdges(before, flow, faces, selection));
  }, [flow, faces, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const shown = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
      if (shown.length > 0) setNodes((before) => applyNodeChanges(shown, before));
      const marked = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
      if (marked.length > 0) {
        select((before) => {
          const node = marked.filter((change) => noteIdOf(change.id) === undefined);
          const note = marked.flatMap((change) => {
            const id = noteIdOf(change.id);
            return id === undefined ? [] : [{ id, selected: change.selected }];
          });
          return { ...before, nodes: remarked(before.nodes, node), notes: remarked(before.notes, note) };
        });
      }
    },
    [select],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CanvasEdge>[]) => {
      const marked = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
      if (marked.length > 0) select((before) => ({ ...before, edges: remarked(before.edges, marked) }));
    },
    [select],
  );

  /** Writes where things were dragged to into the document: one step of undo for all nodes. */
  const onDragged = useCallback(
    (dragged: CanvasNode[]) => {
      const moved = dragged.filter((element) => noteIdOf(element.id) === undefined);
      const positions = Object.fromEntries(moved.map(({ id, position }) => [id, { x: position.x, y: position.y }]));
      const stayed = moved.every(({ id, position }) => {
        const at = current().drawing.positions[id];
        return at && at.x === position.x && at.y === position.y;
      });
      if (!stayed) commit({ kind: 'move-nodes', positions });
      for (const element of dragged) {
        const note = noteIdOf(element.id);
        if (note !== undefined)
          commit({ kind: 'place-note', note, frame: { x: element.position.x, y: element.position.y } });
      }
    },
    [commit, current],
  );

  const clear = useCallback(() => select(nothing), [select]);
  return { nodes, edges, onNodesChange, onEdgesChange, onDragged, clear };
}

function remarked(before: string[], changes: { id: string; selected: boolean }[]): string[] {
  const marked = new Set(before);
  for (const { id, selected } of changes) {
    if (selected) marked.add(id);
    else marked.delete(id);
  }
  return [...marked];
}
