import type { Catalog, Shape } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import { faceOf, type NodeFace, placeOf } from '../shapes/node-face.ts';
import { spokesBetween } from '../shapes/spokes.ts';
import { stepPath } from '../shapes/step-path.ts';

export interface Thumbnail {
  nodes: {
    id: string;
    shape: Shape;
    x: number;
    y: number;
    width: number;
    height: number;
    /** Cut to fit; empty where there is no room to read it. */
    label: string;
    /** A transform has no room inside, so its name stands below it. */
    labelBelow: boolean;
    spokes: number[];
  }[];
  edges: { id: string; path: string; error: boolean }[];
}

const margin = 12;
/** A short flow is not blown up: at this scale a system node is 78 px wide. */
const largestScale = 0.35;
/** Lower than this, a silhouette cannot be told from a line. */
const leastHeight = 10;
/** The width of a letter of the 11 px label, on average. */
const letter = 6;

/** A flow made to fit a small box: the real places, shapes and edges of the document. */
export function thumbnailLayout(flow: Flow, catalog: Catalog, box: { width: number; height: number }): Thumbnail {
  const faces = flow.nodes.map((node) => ({ face: faceOf(node, catalog, flow.edges), at: placeOf(flow, node.id) }));
  const left = Math.min(...faces.map(({ at }) => at.x));
  const right = Math.max(...faces.map(({ at, face }) => at.x + face.frame.width));
  const top = Math.min(...faces.map(({ at, face }) => at.y + face.frame.height / 2));
  const bottom = Math.max(...faces.map(({ at, face }) => at.y + face.frame.height / 2));
  const scale = Math.min(
    largestScale,
    (box.width - margin * 2) / Math.max(1, right - left),
    (box.height - margin * 2 - 26) / Math.max(1, bottom - top),
  );
  const shiftX = (box.width - (right - left) * scale) / 2 - left * scale;
  const shiftY = box.height / 2 - ((top + bottom) / 2) * scale;

  const nodes = new Map(
    faces.map(({ face, at }) => {
      const width = face.frame.width * scale;
      // Taller than to scale, so that a name fits; hubs stay round.
      const height =
        face.shape === 'hub' ? width : Math.max(leastHeight, Math.min(26, face.frame.height * scale * 1.35));
      const middle = (at.y + face.frame.height / 2) * scale + shiftY;
      return [face.node.id, { face, x: at.x * scale + shiftX, y: middle - height / 2, width, height }];
    }),
  );
  return {
    nodes: [...nodes.values()].map(({ face, ...frame }) => ({
      id: face.node.id,
      shape: face.shape,
      ...frame,
      ...labelFor(face, frame.width),
      spokes: face.shape === 'hub' ? spokesBetween(flow, face.node.id, (id) => centre(nodes.get(id))) : [],
    })),
    edges: flow.edges.flatMap((edge) => {
      const from = nodes.get(edge.from.node);
      const to = nodes.get(edge.to.node);
      if (!from || !to) return [];
      const error = edge.from.port === 'error';
      const start = error
        ? { x: from.x + from.width * 0.8, y: from.y + from.height }
        : { x: from.x + from.width - inset(from), y: from.y + from.height / 2 };
      const end = { x: to.x + inset(to), y: to.y + to.height / 2 };
      return [{ id: edge.id, error, path: stepPath(start, end, error ? 'bottom' : 'right', 4) }];
    }),
  };
}

type Placed = { face: NodeFace; x: number; y: number; width: number; height: number };

const inset = ({ face, height }: Placed) => (face.shape === 'transform' ? Math.min(10, height * 0.18) : 0);

const centre = (placed: Placed | undefined) =>
  placed && { x: placed.x + placed.width / 2, y: placed.y + placed.height / 2 };

function labelFor(face: NodeFace, width: number): { label: string; labelBelow: boolean } {
  const labelBelow = face.shape === 'transform' || face.shape === 'hub';
  const words = face.shape === 'system' ? face.system : face.node.name;
  return { label: cut(words, Math.floor((labelBelow ? width + 12 : width - 12) / letter)), labelBelow };
}

/** The words in so many letters, `…` for the rest; nothing when not even three fit. */
export function cut(words: string, letters: number): string {
  if (words.length <= letters) return words;
  return letters < 4 ? '' : `${words.slice(0, letters - 1).trimEnd()}…`;
}
