'use client';

import '@xyflow/react/dist/base.css';
import './canvas.css';
import { type DragEvent, type MouseEvent, type ReactNode, type RefObject, useCallback, useRef, useState } from 'react';
import type { Point } from '#flow/edit.ts';
import { readingOrder } from '../keyboard/walk.ts';
import type { Joining } from '../palette/add-node.ts';
import { draggedEntry, entryMime } from '../palette/dragged-entry.ts';
import { useDesigner } from '../state/designer-context.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { type CanvasNode, noteIdOf } from './canvas-elements.ts';
import { lightEdge, nearestEdge } from './nearest-edge.ts';
import { NoteView } from './note-view.tsx';
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from './react-flow.ts';
import { StepView } from './step-view.tsx';
import { useCanvasElements } from './use-canvas-elements.ts';
import { useConnecting } from './use-connecting.ts';
import { useHeldKey } from './use-held-key.ts';
import { useView } from './use-view.ts';
import { useWheelZoom, zoomRange } from './use-wheel-zoom.ts';
import type { CanvasView } from './view.ts';
import { WayView } from './way-view.tsx';

const nodeTypes = { step: StepView, note: NoteView };
const edgeTypes = { way: WayView };
/** Pixels on the screen at which an edge takes what is dropped beside it. */
const spliceReach = 24;
/** Pixels that the inspector takes from the canvas. */
const panelWidth = 420;
/** From this many nodes on, only what is in view is kept in the page. */
const cullFrom = 150;

interface CanvasProps {
  view: RefObject<CanvasView | null>;
  root: RefObject<HTMLDivElement | null>;
  /** Where the pointer was last, on the screen. */
  pointer: RefObject<Point | null>;
  onSearch: (screen: Point, joining?: Joining) => void;
  onDropEntry: (id: string, at: Point, edge: string | undefined) => void;
  /** Dragging moves the view instead of selecting. */
  hand: boolean;
  onHand: (hand: boolean) => void;
  /** What lies over the canvas: the search, the picker. */
  children?: ReactNode;
}

/** The drawing, to be worked on. All that is peculiar to the canvas library stays in this folder. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Surface {...props} />
    </ReactFlowProvider>
  );
}

function Surface({ view, root, pointer, onSearch, onDropEntry, hand, onHand, children }: CanvasProps) {
  const designer = useDesigner();
  const { flow, commit, current, faces } = designer;
  const [lastFocused, setLastFocused] = useState<string>();
  const [zoom, setZoom] = useState(1);
  const free = useHeldKey('Alt');
  const connecting = useConnecting(onSearch);
  const order = readingOrder(flow);
  const tabStop = lastFocused && faces.has(lastFocused) ? lastFocused : order[0];
  const elements = useCanvasElements(tabStop, connecting.targets, free);
  // On an empty canvas the library would wait and then jump to the first node that is put on it.
  const [fitAtFirst] = useState(flow.nodes.length > 0);
  const zoomNow = useRef(1);
  useView(view, root);
  useWheelZoom(root);

  const edgeNear = useCallback(
    (at: Point) => (root.current ? nearestEdge(root.current, at, spliceReach / zoomNow.current) : undefined),
    [root],
  );

  /** Only a node that hangs free and lets messages through can go into an edge. */
  const spliceable = (dragged: CanvasNode[]) => {
    const [only] = dragged;
    const face = dragged.length === 1 && only ? faces.get(only.id) : undefined;
    if (!only || !face || current().edges.some((edge) => edge.from.node === only.id || edge.to.node === only.id))
      return;
    const input = face.ports.inputs[0]?.id;
    const output = face.ports.outputs.find((port) => port.id !== 'error')?.id;
    const middle = { x: only.position.x + face.frame.width / 2, y: only.position.y + face.frame.height / 2 };
    return input && output ? { node: only.id, input, output, middle } : undefined;
  };

  const dragging = (_: unknown, __: CanvasNode, dragged: CanvasNode[]) => {
    const splice = spliceable(dragged);
    if (splice && root.current) lightEdge(root.current, edgeNear(splice.middle));
  };

  const dragged = (_: unknown, __: CanvasNode | null, moved: CanvasNode[]) => {
    const splice = spliceable(moved);
    const edge = splice && edgeNear(splice.middle);
    elements.onDragged(moved);
    if (root.current) lightEdge(root.current, undefined);
    if (splice && edge) commit({ kind: 'splice-node-into-edge', node: splice.node, edge, ...portsOnly(splice) });
  };

  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(entryMime)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const at = view.current?.toFlow({ x: event.clientX, y: event.clientY });
    if (at && root.current) lightEdge(root.current, edgeNear(at));
  };

  const drop = (event: DragEvent) => {
    const id = draggedEntry(event.dataTransfer);
    const at = view.current?.toFlow({ x: event.clientX, y: event.clientY });
    if (root.current) lightEdge(root.current, undefined);
    if (!id || !at) return;
    event.preventDefault();
    onDropEntry(id, at, edgeNear(at));
  };

  const click = (event: MouseEvent, element: CanvasNode) => {
    if (connecting.clickOn(element.id)) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    // Where the panel would slide under the pointer, it waits for the second half of a double click.
    const covers = (root.current?.getBoundingClientRect().right ?? 0) - event.clientX < panelWidth;
    setTimeout(designer.openInspector, covers ? 260 : 0);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's ways; every one of them has keys of its own.
    <div
      ref={root}
      className="canvas absolute inset-0"
      data-lod="full"
      data-hand={hand ? '' : undefined}
      data-area="canvas"
      tabIndex={-1}
      style={{ outline: 'none' }}
      onDragOver={over}
      onDrop={drop}
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerLeave={() => {
        pointer.current = null;
      }}
      onFocus={(event) => {
        const node = event.target.closest<HTMLElement>('.react-flow__node-step')?.dataset.id;
        if (node) setLastFocused(node);
      }}
      onDoubleClick={(event) => {
        const target = event.target as Element;
        if (target.closest('.react-flow__pane')) onSearch({ x: event.clientX, y: event.clientY });
      }}
    >
      <ReactFlow
        aria-label={`Drawing of ${flow.name}`}
        nodes={elements.nodes}
        edges={elements.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={elements.onNodesChange}
        onEdgesChange={elements.onEdgesChange}
        onNodeDrag={dragging}
        onNodeDragStop={dragged}
        onSelectionDragStop={(event, moved) => dragged(event, null, moved)}
        onNodeClick={click}
        onNodeDoubleClick={(_, element) => {
          if (noteIdOf(element.id) === undefined) designer.open(element.id);
        }}
        onPaneClick={() => {
          connecting.stop();
          elements.clear();
          root.current?.focus({ preventScroll: true });
        }}
        {...connecting.handlers}
        connectOnClick
        connectionLineType={ConnectionLineType.SmoothStep}
        connectionRadius={40}
        connectionDragThreshold={4}
        onMove={(_, at) => {
          zoomNow.current = at.zoom;
          if (root.current) root.current.dataset.lod = at.zoom < 0.25 ? 'shape' : at.zoom < 0.6 ? 'title' : 'full';
        }}
        onMoveEnd={(_, at) => setZoom(at.zoom)}
        onInit={(canvas) => setZoom(canvas.getZoom())}
        minZoom={zoomRange.least}
        maxZoom={zoomRange.most}
        fitView={fitAtFirst}
        fitViewOptions={{ maxZoom: 1, padding: 0.15 }}
        panOnScroll
        panOnScrollSpeed={1}
        zoomOnScroll={false}
        zoomOnPinch={false}
        zoomOnDoubleClick={false}
        panOnDrag={hand ? true : [1]}
        selectionOnDrag={!hand}
        selectionMode={SelectionMode.Partial}
        selectionKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
        zoomActivationKeyCode={null}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        nodeDragThreshold={3}
        onlyRenderVisibleElements={elements.nodes.length >= cullFrom}
        attributionPosition="bottom-center"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={2} color="var(--line)" />
      </ReactFlow>
      {flow.nodes.length === 0 && flow.drawing.notes.length === 0 ? <EmptyCanvas /> : null}
      {connecting.hint ? (
        <p
          className="pointer-events-none fixed z-40 max-w-80 rounded-node border border-failed bg-raised px-2 py-1 text-label text-failed shadow-popover"
          style={{ left: connecting.hint.x + 16, top: connecting.hint.y + 16 }}
        >
          {connecting.hint.words}
        </p>
      ) : null}
      <CanvasControls hand={hand} onHand={onHand} zoom={zoom} view={view} />
      {children}
    </div>
  );
}

const portsOnly = ({ input, output }: { input: string; output: string }) => ({ input, output });

/** An empty canvas is an instruction. */
function EmptyCanvas() {
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <div className="max-w-90 border border-dashed border-line-strong bg-bg px-6 py-5 text-center text-ink-2">
        <p className="font-semibold text-ink">Nothing is drawn yet</p>
        <p>
          Drag a system from the left, or press <kbd className="data border border-line bg-surface px-1">N</kbd> and
          type its name. A flow starts with a trigger, such as “Order placed”.
        </p>
      </div>
    </div>
  );
}
