'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type End, mayConnect, type Point } from '#flow/edit.ts';
import { firstConnection, type Joining } from '../palette/add-node.ts';
import { useDesigner } from '../state/designer-context.ts';
import type { CanvasEdge } from './canvas-elements.ts';
import { type Connection, type FinalConnectionState, useStoreApi } from './react-flow.ts';

/** An end that a line is drawn from, and whether messages leave there. */
interface Loose {
  end: End;
  kind: 'source' | 'target';
}

/**
 * Drawing edges: by dragging from port to port, by clicking one port and then another, and onto the whole of a node. What
 * may not be joined dims, and says why at the pointer.
 */
export function useConnecting(onEmpty: (screen: Point, joining: Joining) => void) {
  const { current, catalog, faces, commit, announce } = useDesigner();
  const store = useStoreApi();
  const [loose, setLoose] = useState<Loose | null>(null);
  const [hint, setHint] = useState<{ x: number; y: number; words: string } | null>(null);
  const [targets, setTargets] = useState<Set<string> | null>(null);
  const latest = useRef(loose);
  latest.current = loose;

  const join = useCallback(
    (from: Loose, other: string) => {
      const face = faces.get(other);
      const ports = (face ? (from.kind === 'source' ? face.ports.inputs : face.ports.outputs) : []).map(({ id }) => id);
      const there = { node: other, ports: ports.length > 0 ? ports : [from.kind === 'source' ? 'in' : 'out'] };
      const here = { node: from.end.node, ports: [from.end.port] };
      return from.kind === 'source'
        ? firstConnection(current(), catalog, here, there)
        : firstConnection(current(), catalog, there, here);
    },
    [current, catalog, faces],
  );

  const connect = useCallback(
    (from: End, to: End) => {
      commit({ kind: 'add-edge', from, to });
      const name = (id: string) => faces.get(id)?.node.name ?? id;
      announce(`${name(from.node)} now leads to ${name(to.node)}.`);
    },
    [commit, faces, announce],
  );

  const begin = useCallback(
    (node: string | null, port: string | null, kind: 'source' | 'target' | null) => {
      if (!node || !port || !kind) return;
      const from: Loose = { end: { node, port }, kind };
      setLoose(from);
      const possible = current().nodes.filter((other) => other.id !== node && 'from' in join(from, other.id));
      setTargets(new Set([node, ...possible.map((other) => other.id)]));
    },
    [current, join],
  );

  const stop = useCallback(() => {
    setLoose(null);
    setTargets(null);
    setHint(null);
    store.setState({ connectionClickStartHandle: null });
  }, [store]);

  const connecting = loose !== null;
  useEffect(() => {
    if (!connecting) return;
    const move = (event: PointerEvent) => {
      const from = latest.current;
      const other = nodeAt(event.clientX, event.clientY);
      const outcome = from && other && other !== from.end.node ? join(from, other) : undefined;
      setHint(outcome && 'reason' in outcome ? { x: event.clientX, y: event.clientY, words: outcome.reason } : null);
    };
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && stop();
    addEventListener('pointermove', move);
    addEventListener('keydown', leave);
    return () => {
      removeEventListener('pointermove', move);
      removeEventListener('keydown', leave);
    };
  }, [connecting, join, stop]);

  /** A node was clicked while a line hangs loose: it may be the other end. @returns whether it was */
  const clickOn = useCallback(
    (node: string): boolean => {
      const from = latest.current;
      if (!from || node === from.end.node) return false;
      const outcome = join(from, node);
      if ('from' in outcome) connect(outcome.from, outcome.to);
      else announce(outcome.reason);
      stop();
      return true;
    },
    [join, connect, announce, stop],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const from = latest.current;
      stop();
      if (!from || state.isValid) return;
      const at = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (!at) return;
      const screen = { x: at.clientX, y: at.clientY };
      const other = nodeAt(screen.x, screen.y);
      if (other === undefined) {
        const under = document.elementFromPoint(screen.x, screen.y);
        if (under?.closest('.react-flow__pane'))
          onEmpty(screen, from.kind === 'source' ? { from: from.end } : { to: from.end });
        return;
      }
      if (other === from.end.node) return;
      const outcome = join(from, other);
      if ('from' in outcome) connect(outcome.from, outcome.to);
      else announce(outcome.reason);
    },
    [stop, join, connect, announce, onEmpty],
  );

  const isValidConnection = useCallback(
    (ends: Connection | CanvasEdge) => {
      const [from, to] = endsOf(ends);
      return mayConnect(current(), catalog, from, to) === undefined;
    },
    [current, catalog],
  );

  return {
    targets,
    hint,
    connecting,
    clickOn,
    stop,
    handlers: {
      isValidConnection,
      onConnect: useCallback((ends: Connection) => connect(...endsOf(ends)), [connect]),
      onConnectStart: useCallback(
        (_: unknown, start: Start) => begin(start.nodeId, start.handleId, start.handleType),
        [begin],
      ),
      onConnectEnd,
      onClickConnectStart: useCallback(
        (_: unknown, start: Start) => begin(start.nodeId, start.handleId, start.handleType),
        [begin],
      ),
      onClickConnectEnd: useCallback(() => stop(), [stop]),
    },
  };
}

interface Start {
  nodeId: string | null;
  handleId: string | null;
  handleType: 'source' | 'target' | null;
}

function endsOf(ends: Connection | CanvasEdge): [End, End] {
  return [
    { node: ends.source, port: ends.sourceHandle ?? 'out' },
    { node: ends.target, port: ends.targetHandle ?? 'in' },
  ];
}

function nodeAt(x: number, y: number): string | undefined {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('.react-flow__node-step');
  return element?.dataset.id;
}
