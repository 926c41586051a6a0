import type { RefObject } from 'react';
import type { CanvasView } from '../canvas/view.ts';
import { placeOf } from '../shapes/node-face.ts';
import type { Designer } from '../state/designer-context.ts';
import { isEmpty, nothing, onlyNodes, soleNode } from '../state/selection.ts';
import { tidyLayout } from '../tidy/tidy-layout.ts';
import { along, type Direction, neighbour, readingOrder } from './walk.ts';

/** One key and what it does. The list is the `?` sheet and the binding in one, so that they never differ. */
export interface Shortcut {
  /** As tinykeys reads it: letters by their place on the keyboard, so that every layout works. */
  keys: string[];
  /** As it is printed; empty for what another line of the sheet already says. */
  shown: string;
  words: string;
  run: () => void;
  /** Left to the field while one has the focus: its own undo is better there. */
  yields?: boolean;
}

/** What keys need besides the designer. */
export interface KeyRoom {
  designer: Designer;
  view: RefObject<CanvasView | null>;
  /** The node that the keyboard's focus is on. */
  focused: () => string | undefined;
  openSearch: () => void;
  openConnect: (node: string, direction: 'downstream' | 'upstream') => void;
  openSheet: () => void;
  setHand: (hand: boolean) => void;
  duplicate: () => void;
  rename: () => void;
  leave: () => void;
}

/** Keys that count while the canvas has the focus. */
export function canvasShortcuts(room: KeyRoom): Shortcut[] {
  const { designer, view } = room;
  const { selection } = designer;
  const withSole = (run: (node: string) => void) => () => {
    const node = room.focused() ?? soleNode(selection) ?? readingOrder(designer.current())[0];
    if (node) run(node);
  };
  return [
    { keys: ['KeyN'], shown: 'N', words: 'Add a system or step', run: room.openSearch },
    {
      keys: ['KeyC'],
      shown: 'C',
      words: 'Connect to another node',
      run: withSole((node) => room.openConnect(node, 'downstream')),
    },
    {
      keys: ['Shift+KeyC'],
      shown: 'Shift C',
      words: 'Connect from another node',
      run: withSole((node) => room.openConnect(node, 'upstream')),
    },
    { keys: ['Enter'], shown: 'Enter', words: 'Open what is selected', run: withSole((node) => designer.open(node)) },
    { keys: ['F2'], shown: 'F2', words: 'Rename', run: room.rename },
    { keys: ['Delete', 'Backspace'], shown: 'Del', words: 'Delete', run: () => remove(marked(room), false) },
    {
      keys: ['$mod+Delete', '$mod+Backspace'],
      shown: 'Ctrl Del',
      words: 'Delete and reconnect',
      run: () => remove(marked(room), true),
    },
    { keys: ['$mod+KeyD'], shown: 'Ctrl D', words: 'Duplicate', run: room.duplicate },
    { keys: ['$mod+KeyA'], shown: 'Ctrl A', words: 'Select everything', run: () => selectAll(designer) },
    ...arrows(room),
    {
      keys: ['KeyE'],
      shown: 'E',
      words: 'Select all that follows',
      run: withSole((node) => designer.select(onlyNodes(along(designer.current(), node, 'downstream')))),
    },
    {
      keys: ['Shift+KeyE'],
      shown: 'Shift E',
      words: 'Select all that leads here',
      run: withSole((node) => designer.select(onlyNodes(along(designer.current(), node, 'upstream')))),
    },
    { keys: ['Shift+Alt+KeyT'], shown: 'Shift Alt T', words: 'Tidy up', run: () => tidy(designer, view) },
    { keys: ['Shift+Digit1'], shown: 'Shift 1', words: 'Show everything', run: () => view.current?.fit() },
    {
      keys: ['Shift+Digit2'],
      shown: 'Shift 2',
      words: 'Show the selection',
      run: () => view.current?.fit(selection.nodes.length > 0 ? selection.nodes : undefined),
    },
    { keys: ['Shift+Digit0'], shown: 'Shift 0', words: 'Zoom to 100 %', run: () => view.current?.zoomTo(1) },
    {
      keys: ['(\\+|=)', 'Shift+(\\+)', 'NumpadAdd'],
      shown: '+',
      words: 'Zoom in',
      run: () => view.current?.zoomBy(1.25),
    },
    { keys: ['(-|−)', 'NumpadSubtract'], shown: '−', words: 'Zoom out', run: () => view.current?.zoomBy(1 / 1.25) },
    { keys: ['KeyH'], shown: 'H', words: 'Hand: dragging moves the view', run: () => room.setHand(true) },
    { keys: ['KeyV'], shown: 'V', words: 'Pointer: dragging selects', run: () => room.setHand(false) },
    { keys: ['Escape'], shown: 'Esc', words: 'Leave, deselect', run: room.leave },
    { keys: ['(\\?)', 'Shift+(\\?)'], shown: '?', words: 'This list', run: room.openSheet },
  ];
}

function arrows(room: KeyRoom): Shortcut[] {
  const { designer, view } = room;
  const keys: [Direction, string, number, number][] = [
    ['left', 'ArrowLeft', -1, 0],
    ['right', 'ArrowRight', 1, 0],
    ['up', 'ArrowUp', 0, -1],
    ['down', 'ArrowDown', 0, 1],
  ];
  return keys.flatMap(([direction, key, x, y], at): Shortcut[] => {
    const first = (shown: string) => (at === 0 ? shown : '');
    const extending = {
      shown: first('Shift ← →'),
      words: 'Select the neighbour too',
      run: () => extend(room, direction),
    };
    return [
      { keys: [key], shown: first('← → ↑ ↓'), words: 'Go to the neighbour', run: () => walk(room, direction) },
      ...(x === 0 ? [] : [{ keys: [`Shift+${key}`], ...extending }]),
      {
        keys: [`Alt+${key}`],
        shown: first('Alt ← → ↑ ↓'),
        words: 'Move by 8',
        run: () => move(designer, view, x * 8, y * 8),
      },
      {
        keys: [`Alt+Shift+${key}`],
        shown: first('Alt Shift ← → ↑ ↓'),
        words: 'Move by 40',
        run: () => move(designer, view, x * 40, y * 40),
      },
    ];
  });
}

/** The designer with what is selected; with nothing selected, the focused node counts. */
function marked({ designer, focused }: KeyRoom): Designer {
  const node = focused();
  return isEmpty(designer.selection) && node ? { ...designer, selection: onlyNodes([node]) } : designer;
}

function walk({ designer, focused }: KeyRoom, direction: Direction): void {
  const flow = designer.current();
  const from = focused() ?? designer.selection.nodes.at(-1);
  const to = from ? neighbour(flow, from, direction) : readingOrder(flow)[0];
  if (!to) return;
  designer.select(onlyNodes([to]));
  designer.reveal(to);
}

function extend({ designer, focused }: KeyRoom, direction: Direction): void {
  const from = focused() ?? designer.selection.nodes.at(-1);
  const to = from && neighbour(designer.current(), from, direction);
  if (!to) return;
  designer.select((before) => ({ ...before, nodes: [...new Set([...before.nodes, from, to])] }));
  designer.reveal(to);
}

function move(designer: Designer, view: RefObject<CanvasView | null>, x: number, y: number): void {
  const { nodes, notes } = designer.selection;
  const flow = designer.current();
  if (nodes.length > 0) {
    const positions = nodes.map((id) => [id, { x: placeOf(flow, id).x + x, y: placeOf(flow, id).y + y }]);
    designer.commit({ kind: 'move-nodes', positions: Object.fromEntries(positions) });
    const last = nodes.at(-1);
    if (last) view.current?.show(last);
  }
  for (const id of notes) {
    const note = flow.drawing.notes.find((candidate) => candidate.id === id);
    if (note) designer.commit({ kind: 'place-note', note: id, frame: { x: note.x + x, y: note.y + y } });
  }
}

/** Deletes what is selected without asking; the message that says so takes it back. */
export function remove(designer: Designer, reconnect: boolean): void {
  const { nodes, edges, notes } = designer.selection;
  if (nodes.length + edges.length + notes.length === 0) return;
  if (nodes.length > 0) designer.commit({ kind: reconnect ? 'remove-and-reconnect' : 'remove-nodes', nodes });
  else if (edges.length > 0) designer.commit({ kind: 'remove-edges', edges });
  else designer.commit({ kind: 'remove-notes', notes });
  const [count, noun] =
    nodes.length > 0 ? [nodes.length, 'node'] : edges.length > 0 ? [edges.length, 'edge'] : [notes.length, 'note'];
  const first = nodes.length === 1 ? designer.faces.get(nodes[0] ?? '')?.node.name : undefined;
  designer.select(nothing);
  designer.sayDone(`Deleted ${first ? `“${first}”` : count === 1 ? `the ${noun}` : `${count} ${noun}s`}.`);
}

function selectAll(designer: Designer): void {
  const flow = designer.current();
  designer.select({
    nodes: flow.nodes.map((node) => node.id),
    edges: [],
    notes: flow.drawing.notes.map((note) => note.id),
  });
}

export function tidy(designer: Designer, view: RefObject<CanvasView | null>): void {
  const frames = new Map([...designer.faces].map(([id, face]) => [id, face.frame]));
  designer.commit({ kind: 'tidy', positions: tidyLayout(designer.current(), frames, designer.selection.nodes) });
  view.current?.fit();
}
