import type { Point } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { depths } from '../keyboard/walk.ts';
import { settled, snapped } from '../palette/free-place.ts';
import type { Frame } from '../shapes/node-frame.ts';

/** Between two columns: room for an edge with its label. */
const columnGap = 96;
const rowGap = 40;

/**
 * Places for the nodes, in columns as messages travel: within a column in the order of what leads to them, so that edges
 * cross little. The top left corner of what is tidied stays where it was. `only` tidies these nodes and leaves the others.
 */
export function tidyLayout(flow: Flow, frames: Map<string, Frame>, only?: string[]): Record<string, Point> {
  const wanted = new Set(only && only.length > 1 ? only : flow.nodes.map((node) => node.id));
  const nodes = flow.nodes.filter((node) => wanted.has(node.id) && frames.has(node.id));
  if (nodes.length === 0) return {};
  const part: Flow = {
    ...flow,
    nodes,
    edges: flow.edges.filter((edge) => wanted.has(edge.from.node) && wanted.has(edge.to.node)),
  };
  const columns = ordered(columnsOf(part), part);
  const size = (id: string): Frame => frames.get(id) ?? { width: 0, height: 0 };
  const heights = columns.map((column) => column.reduce((sum, id) => sum + size(id).height + rowGap, -rowGap));
  const tallest = Math.max(...heights);

  const places: Record<string, Point> = {};
  let x = 0;
  columns.forEach((column, index) => {
    const width = Math.max(...column.map((id) => size(id).width));
    let y = (tallest - (heights[index] ?? 0)) / 2;
    for (const id of column) {
      places[id] = settled({ x: x + (width - size(id).width) / 2, y }, size(id));
      y += size(id).height + rowGap;
    }
    x += width + columnGap;
  });
  const before = nodes.flatMap(({ id }) => middleOf(flow.drawing.positions[id], size(id)));
  const after = nodes.flatMap(({ id }) => middleOf(places[id], size(id)));
  return shifted(places, cornerOf(after), cornerOf(before));
}

function columnsOf(flow: Flow): string[][] {
  const depth = depths(flow);
  const deepest = Math.max(...depth.values());
  return Array.from({ length: deepest + 1 }, (_, at) => [...depth.keys()].filter((id) => depth.get(id) === at));
}

/** Each column sorted by the average row of what leads into its nodes. */
function ordered(columns: string[][], flow: Flow): string[][] {
  const row = new Map<string, number>();
  return columns.map((column) => {
    const pull = (id: string, at: number) => {
      const rows = flow.edges.flatMap((edge) => (edge.to.node === id ? [row.get(edge.from.node) ?? at] : []));
      return rows.length === 0 ? at : rows.reduce((sum, one) => sum + one, 0) / rows.length;
    };
    const sorted = column
      .map((id, at) => ({ id, at, pull: pull(id, at) }))
      .sort((a, b) => a.pull - b.pull || a.at - b.at)
      .map(({ id }) => id);
    for (const [at, id] of sorted.entries()) row.set(id, at - (sorted.length - 1) / 2);
    return sorted;
  });
}

function shifted(places: Record<string, Point>, from: Point, to: Point): Record<string, Point> {
  return Object.fromEntries(
    Object.entries(places).map(([id, at]) => [id, { x: at.x - from.x + to.x, y: at.y - from.y + to.y }]),
  );
}

/** Left edge and middle: what lies on the grid. */
const middleOf = (at: Point | undefined, { height }: Frame): Point[] => (at ? [{ x: at.x, y: at.y + height / 2 }] : []);

function cornerOf(points: Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 };
  return { x: snapped(Math.min(...points.map(({ x }) => x))), y: snapped(Math.min(...points.map(({ y }) => y))) };
}
