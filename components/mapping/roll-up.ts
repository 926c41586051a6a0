/** From a field of the source to a field of the target, as the mapping says. Keys are those of the two trees. */
export interface Line {
  /** Id of the mapping's row. */
  row: string;
  source: string;
  target: string;
  /** A loop's own line, drawn double. */
  isLoop: boolean;
  state: LineState;
}

export type LineState = 'quiet' | 'lossy' | 'error';

/** Lines as they are drawn: between rows that are seen, those with both ends in common as one. */
export interface DrawnLine {
  source: number;
  target: number;
  rows: string[];
  isLoop: boolean;
  state: LineState;
  /** An end stands at a collapsed or filtered field's nearest ancestor. */
  isRolledUp: boolean;
}

/** The rows of one tree: which are listed, and the way up from those that are not. */
export interface Listed {
  index: ReadonlyMap<string, number>;
  parentOf(key: string): string | undefined;
}

const gravity: Record<LineState, number> = { quiet: 0, lossy: 1, error: 2 };

/** Ends that are not listed roll up to their nearest listed ancestor; lines without one are left out. */
export function rollUp(lines: Iterable<Line>, source: Listed, target: Listed): DrawnLine[] {
  const drawn = new Map<number, DrawnLine>();
  for (const line of lines) {
    const from = nearest(line.source, source);
    const to = nearest(line.target, target);
    if (!from || !to) continue;
    const isRolledUp = from.isRolledUp || to.isRolledUp;
    const place = from.index * 1_000_000 + to.index * 2 + (line.isLoop && !isRolledUp ? 1 : 0);
    const known = drawn.get(place);
    if (!known) {
      const { row, state } = line;
      const isLoop = line.isLoop && !isRolledUp;
      drawn.set(place, { source: from.index, target: to.index, rows: [row], isLoop, state, isRolledUp });
      continue;
    }
    known.rows.push(line.row);
    known.isRolledUp ||= isRolledUp;
    if (gravity[line.state] > gravity[known.state]) known.state = line.state;
  }
  return [...drawn.values()];
}

/** How many lines end beneath each listed key without being listed themselves. */
export function hiddenLines(lines: Iterable<Line>, end: 'source' | 'target', listed: Listed): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    let key: string | undefined = line[end];
    if (listed.index.has(key)) continue;
    while (key !== undefined && !listed.index.has(key)) key = listed.parentOf(key);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function nearest(key: string, { index, parentOf }: Listed): { index: number; isRolledUp: boolean } | undefined {
  let isRolledUp = false;
  for (let here: string | undefined = key; here !== undefined; here = parentOf(here)) {
    const found = index.get(here);
    if (found !== undefined) return { index: found, isRolledUp };
    isRolledUp = true;
  }
  return undefined;
}
