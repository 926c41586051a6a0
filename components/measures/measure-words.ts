import { lasting } from '#components/ui/format.ts';
import type { TroubleClass } from '#flow/run/message.ts';

export const windows = [
  { id: '1h', label: '1 h', words: 'the last hour', piece: 'minute' },
  { id: '24h', label: '24 h', words: 'the last 24 hours', piece: 'hour' },
  { id: '30d', label: '30 d', words: 'the last 30 days', piece: 'day' },
] as const;
export type Window = (typeof windows)[number]['id'];

/** A measured time: `< 1 ms`, `184 ms`, `1.8 s`, `2 h 52 m`. Between 0 and 1 ms nothing is told apart. */
export function timeWords(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return Math.round(ms) < 1 ? '< 1 ms' : lasting(ms);
}

/** What kind of trouble, in a word or two. */
export const troubleNames: Record<TroubleClass, string> = {
  rejected: 'Refused by the target',
  mapping: 'Could not be mapped',
  conflict: 'Conflict',
  'outcome-unknown': 'Outcome unknown',
  'retry-exhausted': 'Target busy or silent',
  unauthorized: 'Not let in',
  bug: 'Step broke',
  expired: 'Waited too long',
  limit: 'Held back by a limit',
  drift: 'What comes has changed',
};

/** Heights of stacked bars, as parts of the tallest: what is there at all is never thinner than `least`. */
export function barsOf<Kind extends string>(
  pieces: readonly Record<Kind, number>[],
  kinds: readonly Kind[],
  least: number,
): number[][] {
  const tallest = Math.max(1, ...pieces.map((piece) => kinds.reduce((sum, kind) => sum + piece[kind], 0)));
  return pieces.map((piece) => kinds.map((kind) => (piece[kind] === 0 ? 0 : Math.max(least, piece[kind] / tallest))));
}
