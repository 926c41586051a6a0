import { type Curve, curvePath } from './curve.ts';
import type { DrawnLine } from './roll-up.ts';
import { type RowLayout, rowAt, rowMiddle, type Side, seenAt, type Viewport } from './row-layout.ts';

export interface PaneView {
  layout: RowLayout;
  viewport: Viewport;
}

/** `beyond` is a quiet line that leaves the picture. */
export const tones = ['beyond', 'quiet', 'rolled', 'strong', 'lossy', 'error'] as const;
export type Tone = (typeof tones)[number];

/** Lines that leave the picture at one of its four corners, and the nearest row they go to. */
export interface Beyond {
  count: number;
  row: number;
}
export const corners = ['source-above', 'source-below', 'target-above', 'target-below'] as const;
export type Corner = (typeof corners)[number];

export interface GutterDrawing {
  /** SVG path commands, all lines of a tone in one: as cheap to paint as a single line. */
  paths: Record<Tone, string>;
  /** For finding the line under the pointer. */
  curves: (Curve & { line: DrawnLine })[];
  beyond: Partial<Record<Corner, Beyond>>;
}

/**
 * What the gutter shows. A line with one end in sight runs to the edge its other end lies beyond; one with none is left out,
 * unless it is strong and crosses the picture. `rest` are lines that are neither strong nor about a problem.
 */
export function drawGutter(
  lines: DrawnLine[],
  source: PaneView,
  target: PaneView,
  width: number,
  isStrong: (line: DrawnLine) => boolean,
  showRest: boolean,
): GutterDrawing {
  const parts: Record<Tone, string[]> = { beyond: [], quiet: [], rolled: [], strong: [], lossy: [], error: [] };
  const curves: GutterDrawing['curves'] = [];
  const beyond: GutterDrawing['beyond'] = {};
  for (const line of lines) {
    const strong = isStrong(line);
    const state = toneOf(line, strong);
    const isRest = state === 'quiet' || state === 'rolled';
    if (!showRest && isRest) continue;
    const from = seenAt(source.layout, line.source, source.viewport);
    const to = seenAt(target.layout, line.target, target.viewport);
    const isOut = from.side !== 'inside' && to.side !== 'inside';
    if (isOut && (!strong || from.side === to.side)) continue;
    const tone = isRest && (from.side !== 'inside' || to.side !== 'inside') ? 'beyond' : state;
    const curve = { x1: 0, y1: from.y, x2: width, y2: to.y, line };
    curves.push(curve);
    if (line.isLoop) parts[tone].push(curvePath(curve, -1.75), curvePath(curve, 1.75));
    else parts[tone].push(curvePath(curve));
    if (!isOut) {
      leave(beyond, 'source', from.side, line.source);
      leave(beyond, 'target', to.side, line.target);
    }
  }
  const paths = Object.fromEntries(tones.map((tone) => [tone, parts[tone].join('')])) as Record<Tone, string>;
  return { paths, curves, beyond };
}

/**
 * Finds the lines that a picture can show, those with an end in sight and, besides, the strong ones, without looking at
 * all of them each time. They come in the order they were given in.
 */
export function lineFinder(
  lines: DrawnLine[],
): (source: PaneView, target: PaneView, isStrong?: (line: DrawnLine) => boolean) => DrawnLine[] {
  const numbers = lines.map((_, at) => at);
  const bySource = numbers.toSorted((a, b) => lines[a]!.source - lines[b]!.source);
  const byTarget = numbers.toSorted((a, b) => lines[a]!.target - lines[b]!.target);
  return (source, target, isStrong) => {
    const found = new Set<number>();
    take(found, bySource, (at) => lines[at]!.source, source);
    take(found, byTarget, (at) => lines[at]!.target, target);
    if (isStrong) for (const at of numbers) if (isStrong(lines[at]!)) found.add(at);
    return [...found].sort((a, b) => a - b).map((at) => lines[at]!);
  };
}

function take(
  found: Set<number>,
  sorted: number[],
  rowOf: (at: number) => number,
  { layout, viewport }: PaneView,
): void {
  const { scroll, height } = viewport;
  const end = rowAt(layout, scroll + height);
  const first = Math.max(0, rowAt(layout, Math.max(0, scroll)));
  const last = end < 0 ? layout.count - 1 : end;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rowOf(sorted[middle]!) < first) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < sorted.length && rowOf(sorted[at]!) <= last; at++) found.add(sorted[at]!);
}

function toneOf(line: DrawnLine, strong: boolean): Tone {
  if (line.state === 'error') return 'error';
  if (line.state === 'lossy') return 'lossy';
  if (strong) return 'strong';
  return line.isRolledUp ? 'rolled' : 'quiet';
}

function leave(beyond: GutterDrawing['beyond'], end: 'source' | 'target', side: Side, row: number): void {
  if (side === 'inside') return;
  const corner: Corner = `${end}-${side}`;
  const known = beyond[corner];
  const nearest = side === 'above' ? Math.max : Math.min;
  beyond[corner] = known ? { count: known.count + 1, row: nearest(known.row, row) } : { count: 1, row };
}

/** The rings at one side, for the rows in sight: those with a line, and those without that could have one. */
export function drawRings(
  { layout, viewport }: PaneView,
  x: number,
  kindOf: (index: number) => 'linked' | 'free' | undefined,
): Record<'linked' | 'free', string> {
  const rings = { linked: '', free: '' };
  const first = Math.max(0, rowAt(layout, Math.max(0, viewport.scroll)));
  for (let index = first; index < layout.count; index++) {
    const y = rowMiddle(layout, index) - viewport.scroll;
    if (y > viewport.height) break;
    const kind = y < 0 ? undefined : kindOf(index);
    if (kind) rings[kind] += ring(x, y, kind === 'linked' ? 4 : 3);
  }
  return rings;
}

const ring = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
