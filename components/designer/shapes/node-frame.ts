import type { Port, Shape } from '#flow/catalog.ts';

/** Sizes and port places of the node shapes, in canvas units. One table for canvas, thumbnails and run pictures. */

export interface Frame {
  width: number;
  height: number;
}

/** Where a port sits, from the node's top left corner. Edges leave to that side. */
export interface Anchor {
  port: string;
  kind: 'input' | 'output';
  side: 'left' | 'right' | 'bottom';
  x: number;
  y: number;
}

const frames: Record<Shape, Frame> = {
  system: { width: 224, height: 64 },
  transform: { width: 200, height: 56 },
  topic: { width: 184, height: 48 },
  hub: { width: 112, height: 112 },
  start: { width: 168, height: 56 },
  router: { width: 184, height: 56 },
  store: { width: 192, height: 56 },
};

/** Between two ports on one side; a smaller step would make the 24 px targets overlap too far. */
const portStep = 20;
/** The error port sits on the lower edge, this far from the right. */
const errorInset = 40;

/** The size of a node with so many ports on its busier side (the error port, at the foot, not counted). */
export function frameOf(shape: Shape, portsOnASide = 1): Frame {
  const frame = frames[shape];
  if (shape === 'hub') return frame;
  const needed = Math.ceil(((portsOnASide + 1) * portStep) / 8) * 8;
  return { width: frame.width, height: portsOnASide < 2 ? frame.height : Math.max(frame.height, needed) };
}

/** Inputs spread over the left side, outputs over the right, `error` at the foot. */
export function anchorsOf(shape: Shape, frame: Frame, ports: { inputs: Port[]; outputs: Port[] }): Anchor[] {
  const outputs = ports.outputs.filter((port) => port.id !== 'error');
  const inputs = spread(ports.inputs, frame.height).map(({ id, y }): Anchor => {
    return { port: id, kind: 'input', side: 'left', x: insetAt(shape, frame, y), y };
  });
  const right = spread(outputs, frame.height).map(({ id, y }): Anchor => {
    return { port: id, kind: 'output', side: 'right', x: frame.width - outputInset(shape, frame, y), y };
  });
  const error = ports.outputs.some((port) => port.id === 'error') ? [errorAnchor(shape, frame)] : [];
  return [...inputs, ...right, ...error];
}

function errorAnchor(shape: Shape, frame: Frame): Anchor {
  const x = shape === 'hub' ? frame.width / 2 : frame.width - errorInset;
  return { port: 'error', kind: 'output', side: 'bottom', x, y: frame.height };
}

function spread(ports: Port[], height: number): { id: string; y: number }[] {
  const step = Math.min(portStep, height / (ports.length + 1));
  const first = height / 2 - (step * (ports.length - 1)) / 2;
  return ports.map((port, index) => ({ id: port.id, y: first + index * step }));
}

/** A start is round on the left only; every other shape has two like ends. */
const outputInset = (shape: Shape, frame: Frame, y: number) => (shape === 'start' ? 0 : insetAt(shape, frame, y));

/** How far the outline lies inside the frame at this height. */
function insetAt(shape: Shape, { height }: Frame, y: number): number {
  const fromMiddle = Math.abs(y - height / 2) / (height / 2);
  switch (shape) {
    case 'transform':
      return 10 * (1 - fromMiddle);
    case 'router':
      return 20 * fromMiddle;
    case 'topic':
      return 12 * (1 - Math.sqrt(Math.max(0, 1 - fromMiddle ** 2)));
    case 'start':
    case 'hub':
      return (height / 2) * (1 - Math.sqrt(Math.max(0, 1 - fromMiddle ** 2)));
    case 'system':
    case 'store':
      return 0;
  }
}
