import { cpus } from 'node:os';

/** One figure, taken for us and for the yardstick in turn, round by round. */
export interface Measure {
  name: string;
  unit: string;
  ours: number[];
  yardstick: number[];
  /** What the ratio ours / yardstick (or, without a yardstick, our figure) should reach. */
  goal?: { atLeast?: number; atMost?: number };
}

export interface Bench {
  name: string;
  summary: string;
  run(rounds: number, say: (line: string) => void): Promise<Measure[]>;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Half the distance between smallest and largest, as a part of the median. */
export function spread(values: number[]): number {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}

export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** The table for people. */
export function table(measures: Measure[]): string {
  const head = ['measure', 'ours', '±', 'yardstick', '±', 'ratio', 'goal'];
  const rows = measures.map((one) => {
    const ours = median(one.ours);
    const theirs = one.yardstick.length > 0 ? median(one.yardstick) : undefined;
    const goal =
      one.goal?.atLeast !== undefined
        ? `≥ ${one.goal.atLeast}`
        : one.goal?.atMost !== undefined
          ? `≤ ${one.goal.atMost}`
          : '';
    return [
      `${one.name}, ${one.unit}`,
      figure(ours),
      `${Math.round(spread(one.ours) * 100)} %`,
      theirs === undefined ? '' : figure(theirs),
      theirs === undefined ? '' : `${Math.round(spread(one.yardstick) * 100)} %`,
      theirs === undefined ? '' : (ours / theirs).toFixed(2),
      goal,
    ];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

/** The last line, for programs. */
export function json(bench: string, measures: Measure[]): string {
  return JSON.stringify({
    bench,
    machine: machine(),
    measures: measures.map((one) => {
      const ours = median(one.ours);
      const yardstick = one.yardstick.length > 0 ? median(one.yardstick) : null;
      return {
        name: one.name,
        ours,
        yardstick,
        ratio: yardstick === null ? null : ours / yardstick,
        unit: one.unit,
        goal: one.goal ?? null,
      };
    }),
  });
}
