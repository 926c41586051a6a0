import { z } from 'zod';
import type { Json } from '../json.ts';

/**
 * How far a system has been read that is asked for what changed. Instants are ISO 8601 UTC. A read goes through a window
 * of change times page by page; its end stays the same until it is read to the end, also over a crash.
 */
export const watermarkSchema = z.strictObject({
  /** Where reading began: nothing that changed before is ever asked for. */
  floor: z.string(),
  /** Everything that changed before has been read. */
  low: z.string(),
  window: z
    .strictObject({
      from: z.string(),
      /** Exclusive. */
      high: z.string(),
      /** The last row read: its change time and its key, which settles ties, and the system's own mark of the page where it has one. */
      after: z.strictObject({ value: z.string(), key: z.string(), page: z.string().optional() }).optional(),
    })
    .optional(),
});
export type Watermark = z.infer<typeof watermarkSchema>;
export type Window = NonNullable<Watermark['window']>;
export type Place = NonNullable<Window['after']>;

export interface Reach {
  /** Read again before the last end: what was written there late. What is known from there already is dropped by its source id. */
  overlapSeconds: number;
  /** Not read yet before now: what is being written there still. At least the precision of the change time. */
  lagSeconds: number;
}

/** A checkpoint as it was kept; undefined before the first read. @throws when it is something else, which is a bug */
export function readWatermark(checkpoint: Json | undefined): Watermark | undefined {
  return checkpoint === undefined || checkpoint === null ? undefined : watermarkSchema.parse(checkpoint);
}

/** Reading begins at an instant, in milliseconds. */
export function beginAt(instant: number): Watermark {
  return { floor: iso(instant), low: iso(instant) };
}

/** The window to go on with: the one under way, or the next; undefined while there is nothing to read yet. */
export function windowOf(mark: Watermark, now: number, { overlapSeconds, lagSeconds }: Reach): Window | undefined {
  if (mark.window) return mark.window;
  const high = now - lagSeconds * 1000;
  if (high <= Date.parse(mark.low)) return undefined;
  const from = Math.max(Date.parse(mark.floor), Date.parse(mark.low) - overlapSeconds * 1000);
  return { from: iso(from), high: iso(high) };
}

/** After a page of the window was read: `last` is its last row, if it held any; `done` when no page follows. */
export function afterPage(mark: Watermark, open: Window, last: Place | undefined, done: boolean): Watermark {
  const { floor, low } = mark;
  if (done) return { floor, low: open.high };
  const after = last ?? open.after;
  return { floor, low, window: after ? { ...open, after } : open };
}

/** Whether a row stands behind another by change time, then key. Both times must be written in the same way. */
export function isBehind(row: Pick<Place, 'value' | 'key'>, other: Pick<Place, 'value' | 'key'>): boolean {
  return row.value === other.value ? row.key > other.key : row.value > other.value;
}

/** Whole seconds: no system that is asked this way is asked for less. */
function iso(instant: number): string {
  return new Date(Math.floor(instant / 1000) * 1000).toISOString();
}
