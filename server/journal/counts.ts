import type { DDSketch } from '@datadog/sketches-js';
import type { TroubleClass } from '#flow/run/message.ts';
import { createSketch, unpackSketch } from './sketch.ts';

/**
 * What one step of a flow did within some time, or (node '') the flow as a whole. Only live legs count. What is journaled
 * counts once: a step that is computed again after a crash is not journaled again.
 *
 * - `came`: messages a step took in hand, each try of one that waited included. Whole flow: messages whose run ran through.
 * - `ports`: messages that left, by port. `filtered`: that ended there.
 * - `delivered`: effects carried out; a message with two targets is delivered twice.
 * - `parked`: times a message was parked. `retried`: times one left to wait for another try.
 * - `troubles`: messages that met trouble, by class, whether they were parked, wait, or took the error port. `limit`: a limit of
 *   the connection held one back, which is no try.
 * - `ms`, `sketch`: of a step, how long a message was there: the time of its batch. Of the whole flow, the time from
 *   acceptance to delivery; what a person sent back is left out, because it is their time that would be measured.
 */
export interface Counts {
  came: number;
  delivered: number;
  filtered: number;
  parked: number;
  retried: number;
  ms: number;
  ports: Record<string, number>;
  troubles: Partial<Record<TroubleClass, number>>;
}

/** A row of a roll-up table as the database gives it: whole numbers as text. */
export interface StoredCounts {
  flow: string;
  at: Date;
  node: string;
  connection: string;
  came: string;
  delivered: string;
  filtered: string;
  parked: string;
  retried: string;
  ms: string;
  ports: Counts['ports'];
  troubles: Counts['troubles'];
  sketch: Uint8Array;
}

const figures = ['came', 'delivered', 'filtered', 'parked', 'retried', 'ms'] as const;

/** Rows of whatever writers and times as one; the order makes no difference. */
export function addUp(rows: Iterable<StoredCounts>): Counts & { sketch: DDSketch } {
  const sum = { ...emptyCounts(), sketch: createSketch() };
  for (const row of rows) {
    for (const figure of figures) sum[figure] += Number(row[figure]);
    addTo(sum.ports, row.ports);
    addTo(sum.troubles, row.troubles);
    sum.sketch.merge(unpackSketch(row.sketch));
  }
  return sum;
}

export const emptyCounts = (): Counts => ({
  came: 0,
  delivered: 0,
  filtered: 0,
  parked: 0,
  retried: 0,
  ms: 0,
  ports: {},
  troubles: {},
});

function addTo<Name extends string>(sum: Partial<Record<Name, number>>, more: Partial<Record<Name, number>>): void {
  for (const [name, n] of Object.entries(more) as [Name, number][]) sum[name] = (sum[name] ?? 0) + n;
}
