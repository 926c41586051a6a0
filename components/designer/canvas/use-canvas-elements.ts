'use client';

import { useCallback, useLayoutEffect, useState } from 'react';
import { settled } from '../palette/free-place.ts';
import { spokesOf } from '../shapes/spokes.ts';
import { useDesigner } from '../state/designer-context.ts';
import { nothing } from '../state/selection.ts';
import { type CanvasEdge, type CanvasNode, canvasEdges, canvasNodes, noteIdOf } from './canvas-elements.ts';
import { applyNodeChanges, type EdgeChange, type NodeChange } from './react-flow.ts';

/**
 * The document as elements of the canvas. Positions belong to the canvas while something is dragged and to the document
 * again once it is let go; what is selected belongs to the designer.
 */
export function useCanvasElements(tabStop: string | undefined, targets: Set<string> | null, free: boolean) {
  const designer = useDesigner();
  const { flow, faces, problems, selection, commit, select, current } = designer;
  const draw = (before: CanvasNode[]) =>
    canvasNodes(before, flow, faces, {
      selection,
      problems,
      tabStop,
      targets,
      spokes: (hub) => spokesOf(flow, faces, hub),
    });
  // Drawn before the first paint, so that the canvas knows what to bring into view.
  const [nodes, setNodes] = useState<CanvasNode[]>(() => draw([]));
  const [edges, setEdges] = useState<CanvasEdge[]>(() => canvasEdges([], flow, faces, selection));

  // biome-ignore lint/correctness/useExhaustiveDependencies: `draw` is made of exactly these.
  useLayoutEffect(() => setNodes(draw), [flow, faces, problems, selection, tabStop, targets]);

  useLayoutEffect(() => {
    setEdges((before) => canvasEdges(before, flow, faces, selection));
  }, [flow, faces, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const shown = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
      if (shown.length > 0) setNodes((before) => applyNodeChanges(free ? shown : shown.map(onGrid(before)), before));
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
    [select, free],
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
      const placed = dragged.map((element) => ({ id: element.id, at: free ? element.position : placeOnGrid(element) }));
      const nodes = placed.filter(({ id }) => noteIdOf(id) === undefined);
      const positions = Object.fromEntries(nodes.map(({ id, at }) => [id, { x: at.x, y: at.y }]));
      const stayed = nodes.every(({ id, at }) => {
        const before = current().drawing.positions[id];
        return before && before.x === at.x && before.y === at.y;
      });
      if (!stayed) commit({ kind: 'move-nodes', positions });
      for (const { id, at } of placed) {
        const note = noteIdOf(id);
        if (note !== undefined) commit({ kind: 'place-note', note, frame: { x: at.x, y: at.y } });
      }
    },
    [commit, current, free],
  );

  const clear = useCallback(() => select(nothing), [select]);
  return { nodes, edges, onNodesChange, onEdgesChange, onDragged, clear };
}

/** Puts a dragged element on the grid. */
function onGrid(elements: CanvasNode[]) {
  return (change: NodeChange<CanvasNode>): NodeChange<CanvasNode> => {
    if (change.type !== 'position' || !change.position) return change;
    const element = elements.find((candidate) => candidate.id === change.id);
    return element ? { ...change, position: placeOnGrid({ ...element, position: change.position }) } : change;
  };
}

const placeOnGrid = ({ position, height }: CanvasNode) => settled(position, { height: height ?? 0 });

function remarked(before: string[], changes: { id: string; selected: boolean }[]): string[] {
  const marked = new Set(before);
  for (const { id, selected } of changes) {
    if (selected) marked.add(id);
    else marked.delete(id);
  }
  return [...marked];
}
