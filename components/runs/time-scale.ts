import { lasting } from '#components/ui/format.ts';

/** A stretch of time, in ms from the run's start. */
export interface Span {
  from: number;
  to: number;
}

/** A stretch drawn at a fixed width, whatever its length. `x0` and `x1` are shares of the width, 0 to 1. */
export interface Fold extends Span {
  x0: number;
  x1: number;
}

/** Time from left to right; long idle stretches may be folded. */
export interface TimeScale {
  end: number;
  folds: Fold[];
  ticks: { x: number; words: string }[];
  /** Where a moment lies, 0 to 1; moments outside are held at the edge. */
  at(ms: number): number;
}

/** An idle stretch folds from this share of the whole on, and from two seconds on: nobody gains by a shorter one. */
const foldShare = 0.1;
const foldLeastMs = 2000;
const foldWidth = 0.1;
/** Nearer than this, two tick labels touch. */
const tickDistance = 0.075;
/** Nearer than this, a tick label touches the words over a fold. */
const foldDistance = 0.04;
const wantedTicks = 6;

/** The scale of a waterfall: `busy` is when anything was worked on, `end` the last moment shown, in ms. */
export function timeScale(busy: Span[], end: number, folding = true): TimeScale {
  const whole = Math.max(end, 1);
  const folds = folding ? idle(busy, whole).filter((gap) => longEnough(gap, whole)) : [];
  const folded = folds.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const perMs = (1 - foldWidth * folds.length) / (whole - folded);
  const placed: Fold[] = [];
  let x = 0;
  let ms = 0;
  for (const gap of folds) {
    const x0 = x + (gap.from - ms) * perMs;
    placed.push({ ...gap, x0, x1: x0 + foldWidth });
    x = x0 + foldWidth;
    ms = gap.to;
  }
  const at = (moment: number) => position(Math.min(Math.max(moment, 0), whole), placed, perMs);
  return { end: whole, folds: placed, ticks: ticksOf(whole, placed, whole - folded, at), at };
}

/** What lies between the busy spans, within 0 to `end`. */
export function idle(busy: Span[], end: number): Span[] {
  const gaps: Span[] = [];
  let reached = 0;
  for (const span of [...busy].sort((a, b) => a.from - b.from)) {
    if (span.from > reached) gaps.push({ from: reached, to: Math.min(span.from, end) });
    reached = Math.max(reached, span.to);
  }
  if (reached < end) gaps.push({ from: reached, to: end });
  return gaps.filter((gap) => gap.to > gap.from);
}

/** What remains when every idle stretch were folded away is never nothing: a run that only waits stays as it is. */
function longEnough(gap: Span, whole: number): boolean {
  const length = gap.to - gap.from;
  return length >= foldLeastMs && length >= whole * foldShare && length < whole;
}

function position(moment: number, folds: Fold[], perMs: number): number {
  let x = 0;
  let ms = 0;
  for (const fold of folds) {
    if (moment <= fold.from) break;
    if (moment < fold.to) return fold.x0 + ((moment - fold.from) / (fold.to - fold.from)) * (fold.x1 - fold.x0);
    x = fold.x1;
    ms = fold.to;
  }
  return x + (moment - ms) * perMs;
}

function ticksOf(end: number, folds: Fold[], shown: number, at: (ms: number) => number): TimeScale['ticks'] {
  const step = niceStep(shown / wantedTicks);
  const round = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  const free = (x: number) => folds.every((fold) => x <= fold.x0 - foldDistance || x >= fold.x1 + foldDistance);
  const last = folds.at(-1);
  // Behind the last fold the end is named where no round moment is: else nobody could read how late it got.
  const moments = last && !round.some((ms) => ms > last.to && free(at(ms))) ? [...round, end] : round;
  const ticks: TimeScale['ticks'] = [];
  for (const moment of moments) {
    const x = at(moment);
    const before = ticks.at(-1);
    if (free(x) && (before === undefined || x - before.x >= tickDistance)) ticks.push({ x, words: tickWords(moment) });
  }
  return ticks;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000];
const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((amount) => amount * 60_000);

function niceStep(ms: number): number {
  const week = 7 * 1440 * 60_000;
  return [...steps, ...minutes].find((step) => step >= ms) ?? Math.ceil(ms / week) * week;
}

function tickWords(ms: number): string {
  return ms === 0
    ? '0'
    : lasting(ms)
        .replace('.0 s', ' s')
        .replace(/ 0 \w$/, '');
}
