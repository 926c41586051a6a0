import { describe, expect, it } from 'vitest';
import { edit } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { faceOf, type NodeFace } from '../shapes/node-face.ts';
import { nothing, onlyNodes } from '../state/selection.ts';
import { type CanvasLook, canvasEdges, canvasNodes, noteIdOf } from './canvas-elements.ts';

const faces = new Map<object, NodeFace>();
/** As the designer keeps them: a node that did not change keeps its face. */
const facesOf = (flow: Flow) =>
  new Map(
    flow.nodes.map((node) => {
      const face = faces.get(node) ?? faceOf(node, testCatalog, flow.edges);
      faces.set(node, face);
      return [node.id, face];
    }),
  );
const look: CanvasLook = { selection: nothing, problems: [], tabStop: 'order', targets: null, spokes: () => [] };
const flow = draw('order > map > invoice');
const first = canvasNodes([], flow, facesOf(flow), look);

describe('nodes on the canvas', () => {
  it('are the very same objects while nothing about them changes', () => {
    expect(canvasNodes(first, flow, facesOf(flow), look)).toEqual(first);
    expect(canvasNodes(first, flow, facesOf(flow), look).every((element, at) => element === first[at])).toBe(true);
  });

  it('change one by one: moving a node leaves the others alone', () => {
    const moved = edit(flow, { kind: 'move-nodes', positions: { map: { x: 8, y: 16 } } });
    const next = canvasNodes(first, moved, facesOf(moved), look);
    expect(next.map((element, at) => element === first[at])).toEqual([true, false, true]);
    expect(next[1]?.position).toEqual({ x: 8, y: 16 });
  });

  it('stay where the pointer holds them while they are dragged', () => {
    const held = first.map((element) =>
      element.id === 'map' ? { ...element, dragging: true, position: { x: 5, y: 5 } } : element,
    );
    expect(canvasNodes(held, flow, facesOf(flow), look)[1]?.position).toEqual({ x: 5, y: 5 });
  });

  it('let Tab come to one of them only', () => {
    expect(first.map((element) => element.domAttributes?.tabIndex)).toEqual([0, -1, -1]);
  });

  it('dim where the line that is drawn may not end, and carry the worst of their problems', () => {
    const problem = { code: 'x', message: '', wayOut: '', where: { node: 'map' } };
    const next = canvasNodes(first, flow, facesOf(flow), {
      ...look,
      targets: new Set(['order', 'map']),
      selection: onlyNodes(['map']),
      problems: [
        { ...problem, severity: 'warning' },
        { ...problem, severity: 'error' },
      ],
    });
    expect(next.map((element) => [element.className, element.selected])).toEqual([
      ['', false],
      ['', true],
      ['dimmed', false],
    ]);
    expect(next[1]?.data).toMatchObject({ trouble: 'error' });
  });

  it('are told from notes that are called alike', () => {
    const note = { text: 'Hm', x: 0, y: 0, width: 80, height: 40 };
    const noted = edit(flow, { kind: 'add-note', note });
    const [element] = canvasNodes(first, noted, facesOf(noted), look);
    expect(noteIdOf(element?.id ?? '')).toBe(noted.drawing.notes[0]?.id);
    expect(noteIdOf('map')).toBeUndefined();
  });
});

describe('edges on the canvas', () => {
  it('say their port unless it is the plain way out, and stay the same objects', () => {
    const routed = draw('order > route; route:big > invoice', {
      route: { config: { rules: [{ port: 'big', label: 'Big orders' }] } },
    });
    const edges = canvasEdges([], routed, facesOf(routed), nothing);
    expect(edges.map((edge) => [edge.data?.label, edge.ariaLabel])).toEqual([
      [null, 'From Order to Route'],
      ['Big orders', 'From Route to Invoice by Big orders'],
    ]);
    expect(canvasEdges(edges, routed, facesOf(routed), nothing).every((edge, at) => edge === edges[at])).toBe(true);
  });
});
