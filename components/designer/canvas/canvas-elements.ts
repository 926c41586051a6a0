import type { Flow } from '#flow/flow.ts';
import type { Problem } from '#flow/problem.ts';
import { nodeLabel } from '../keyboard/node-label.ts';
import { type NodeFace, placeOf } from '../shapes/node-face.ts';
import type { Selection } from '../state/selection.ts';
import type { Edge, Node } from './react-flow.ts';

export type StepData = { face: NodeFace; trouble: 'error' | 'warning' | null; wired: string; spokes: number[] };
export type NoteData = { text: string };
export type StepElement = Node<StepData, 'step'>;
export type NoteElement = Node<NoteData, 'note'>;
export type CanvasNode = StepElement | NoteElement;
export type CanvasEdge = Edge<{ port: string; label: string | null; pattern: Flow['pattern'] }, 'way'>;

/** Ids of notes on the canvas carry this, so that a note and a node may be called alike. */
const notePrefix = 'note:';
export const noteElementId = (id: string): string => notePrefix + id;
export const noteIdOf = (element: string): string | undefined =>
  element.startsWith(notePrefix) ? element.slice(notePrefix.length) : undefined;

export interface CanvasLook {
  selection: Selection;
  problems: Problem[];
  /** The node that Tab comes to. */
  tabStop: string | undefined;
  /** While a connection is drawn: the nodes it may end at. */
  targets: Set<string> | null;
  spokes: (hub: string) => number[];
}

/**
 * The elements on the canvas for a flow. An element that looks as before is the very same object as before, so that only
 * what changed is rendered again.
 */
export function canvasNodes(
  before: CanvasNode[],
  flow: Flow,
  faces: Map<string, NodeFace>,
  look: CanvasLook,
): CanvasNode[] {
  const old = new Map(before.map((element) => [element.id, element]));
  const selected = new Set(look.selection.nodes);
  const selectedNotes = new Set(look.selection.notes);
  const troubles = worstByNode(look.problems);
  const steps = flow.nodes.flatMap((node): CanvasNode[] => {
    const face = faces.get(node.id);
    if (!face) return [];
    const trouble = troubles.get(node.id) ?? null;
    const wired = flow.edges.flatMap((edge) => [
      ...(edge.from.node === node.id ? [`>${edge.from.port}`] : []),
      ...(edge.to.node === node.id ? [`<${edge.to.port}`] : []),
    ]);
    const spokes = face.shape === 'hub' ? look.spokes(node.id) : noSpokes;
    const data = { face, trouble, wired: wired.join(' '), spokes };
    const last = old.get(node.id);
    return [
      settled(last, {
        id: node.id,
        type: 'step',
        position: last?.dragging ? last.position : placeOf(flow, node.id),
        dragging: last?.dragging,
        width: face.frame.width,
        height: face.frame.height,
        selected: selected.has(node.id),
        className: look.targets && !look.targets.has(node.id) ? 'dimmed' : '',
        data: last?.type === 'step' && sameStep(last.data, data) ? last.data : data,
        ariaLabel: nodeLabel(flow, face, trouble),
        domAttributes: { tabIndex: node.id === look.tabStop ? 0 : -1, 'aria-roledescription': 'node' },
      }),
    ];
  });
  const notes = flow.drawing.notes.map((note): CanvasNode => {
    const id = noteElementId(note.id);
    const last = old.get(id);
    return settled(last, {
      id,
      type: 'note',
      position: last?.dragging ? last.position : { x: note.x, y: note.y },
      dragging: last?.dragging,
      width: note.width,
      height: note.height,
      selected: selectedNotes.has(note.id),
      connectable: false,
      className: '',
      data: last?.type === 'note' && last.data.text === note.text ? last.data : { text: note.text },
      ariaLabel: `Note: ${note.text}`,
      domAttributes: { tabIndex: -1, 'aria-roledescription': 'note' },
    });
  });
  return [...notes, ...steps];
}

export function canvasEdges(
  before: CanvasEdge[],
  flow: Flow,
  faces: Map<string, NodeFace>,
  selection: Selection,
): CanvasEdge[] {
  const old = new Map(before.map((element) => [element.id, element]));
  const selected = new Set(selection.edges);
  return flow.edges.map((edge) => {
    const ports = faces.get(edge.from.node)?.ports.outputs ?? [];
    const label =
      edge.from.port === 'out' ? null : (ports.find((port) => port.id === edge.from.port)?.label ?? edge.from.port);
    const last = old.get(edge.id);
    const isSelected = selected.has(edge.id);
    const same =
      last &&
      last.selected === isSelected &&
      last.source === edge.from.node &&
      last.target === edge.to.node &&
      last.sourceHandle === edge.from.port &&
      last.targetHandle === edge.to.port &&
      last.data?.label === label &&
      last.data.pattern === flow.pattern;
    if (same) return last;
    const name = (id: string) => faces.get(id)?.node.name ?? id;
    return {
      id: edge.id,
      type: 'way',
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to.node,
      targetHandle: edge.to.port,
      selected: isSelected,
      interactionWidth: 24,
      focusable: false,
      data: { port: edge.from.port, label, pattern: flow.pattern },
      ariaLabel: `From ${name(edge.from.node)} to ${name(edge.to.node)}${label ? ` by ${label}` : ''}`,
    };
  });
}

const noSpokes: number[] = [];

/** The old element with what was measured of it, when nothing else differs; else the new one with the old measure. */
function settled(last: CanvasNode | undefined, next: CanvasNode): CanvasNode {
  if (!last) return next;
  const same =
    last.type === next.type &&
    last.data === next.data &&
    last.position.x === next.position.x &&
    last.position.y === next.position.y &&
    last.width === next.width &&
    last.height === next.height &&
    last.selected === next.selected &&
    last.className === next.className &&
    last.ariaLabel === next.ariaLabel &&
    last.domAttributes?.tabIndex === next.domAttributes?.tabIndex;
  return same ? last : ({ ...next, measured: last.measured } as CanvasNode);
}

function sameStep(a: StepData, b: StepData): boolean {
  return a.face === b.face && a.trouble === b.trouble && a.wired === b.wired && a.spokes.join() === b.spokes.join();
}

function worstByNode(problems: Problem[]): Map<string, 'error' | 'warning'> {
  const worst = new Map<string, 'error' | 'warning'>();
  for (const { where, severity } of problems) {
    if (where.node && worst.get(where.node) !== 'error') worst.set(where.node, severity);
  }
  return worst;
}
