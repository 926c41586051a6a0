import type { DDSketch } from '@datadog/sketches-js';
import type { TroubleClass } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { createSketch, packSketch, unpackSketch } from './sketch.ts';

/**
 * What one step of a flow did within some time, or (node '') the flow as a whole. Only live legs count. What is journaled
 * counts once: a step that is computed again after a crash is not journaled again.
 *
 * - `came`: messages a step took in hand, each try of one that waited included. Whole flow: messages whose run ran through.
 * - `ports`: messages that left, by port. `filtered`: that ended there.
 * - `delivered`: effects carried out; a message with two targets is delivered twice.
 * - `parked`: times a message was parked. `retried`: times one left to wait for another try.
 * - `troubles`: messages that met trouble, by class, whether they were parked, wait, or took the error port. `limit`: a
 *   limit of the connection held one back, which is no try.
 * - `ms`, `sketch`: of a step, how long a message was there: the time of its batch. Of the whole flow, the time from
 *   acceptance to delivery; what a person sent back is left out, because it is their time that would be measured.
 */
export interface Counts {
  node: string;
  /** '' for none. */
  connection: string;
  came: number;
  delivered: number;
  filtered: number;
  parked: number;
  retried: number;
  ms: number;
  ports: Record<string, number>;
  troubles: Partial<Record<TroubleClass, number>>;
  sketch: DDSketch;
}

/** The same as JSON, without names, in the order above; the sketch in base64. */
export type PackedCounts = [
  ...[node: string, connection: string],
  ...[came: number, delivered: number, filtered: number, parked: number, retried: number, ms: number],
  ...[ports: Counts['ports'], troubles: Counts['troubles'], sketch: string],
];

export const emptyCounts = (node: string, connection: string): Counts => ({
  ...{ node, connection, came: 0, delivered: 0, filtered: 0, parked: 0, retried: 0, ms: 0 },
  ...{ ports: {}, troubles: {}, sketch: createSketch() },
});

export function packCounts(counts: Counts): PackedCounts {
  const { node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, sketch } = counts;
  return [node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, packSketch(sketch)];
}

/** Counts of whatever writers and times as one; the order makes no difference. Node and connection are those of the first. */
export function addUp(all: readonly PackedCounts[]): Counts {
  const sum = emptyCounts(all[0]?.[0] ?? '', all[0]?.[1] ?? '');
  for (const [, , came, delivered, filtered, parked, retried, ms, ports, troubles, sketch] of all) {
    sum.came += came;
    sum.delivered += delivered;
    sum.filtered += filtered;
    sum.parked += parked;
    sum.retried += retried;
    sum.ms += ms;
    addTo(sum.ports, ports);
    addTo(sum.troubles, troubles);
    sum.sketch.merge(unpackSketch(sketch));
  }
  return sum;
}

function addTo<Name extends string>(sum: Partial<Record<Name, number>>, more: Partial<Record<Name, number>>): void {
  for (const name in more) sum[name] = (sum[name] ?? 0) + (more[name] ?? 0);
}

/** A row of any roll-up table, read in one shape: a minute of all steps of a flow, or an hour or day of one of them. */
export interface StoredCounts {
  flow: string;
  at: Date;
  whole: PackedCounts;
  steps: PackedCounts[];
}

/** Columns that make a `StoredCounts` of a row. Hours and days have one for each step, and one for the whole. */
export const storedCounts = (sql: Sql, table: RollUpTable) =>
  table === 'roll_up_minute'
    ? sql`flow, at, whole, steps`
    : sql`flow, at,
        json_build_array(node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, encode(sketch, 'base64')) as whole,
        '[]'::json as steps`;

export type RollUpTable = 'roll_up_minute' | 'roll_up_hour' | 'roll_up_day';

/** All that rows hold, each step and each whole by itself. */
export const countsOf = (rows: readonly StoredCounts[]): PackedCounts[] =>
  rows.flatMap(({ whole, steps }) => [whole, ...steps]);

/** One for each step and connection, and for the whole. */
export const byStep = (all: readonly PackedCounts[]): Counts[] =>
  [...Map.groupBy(all, ([node, connection]) => `${node}\n${connection}`).values()].map(addUp);
