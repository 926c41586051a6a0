import { type Done, effectKey, type Leg, type OutcomeState } from '../executor/host.ts';

/** An outcome as the journal keeps it; `live` is the leg of the run that made it. */
export interface Recorded {
  leg: string;
  node: string;
  state: OutcomeState;
  port: string | null;
  reply: string | null;
  live: number | null;
}

/**
 * What a leg has to know of the record. Its own outcomes answer for it when it is resumed. Those of another leg are done
 * and carried on there: a message that left to wait, or that a person sent back, does not come back where it left. What
 * stands at the step where a leg of waiting messages begins is why they waited, and counts only if this leg made it, or
 * if the step had done its work (it has a reply) before the leg was parted or parked as a whole.
 * What a person ran again is on record as retried, of no leg: it is to be done anew.
 */
export function doneFor({ id, kind, from }: Pick<Leg, 'id' | 'kind' | 'from'>, rows: Recorded[]): Map<string, Done> {
  const begins = (row: Recorded) => kind !== 'origin' && row.node === from && row.live !== id;
  return new Map(
    rows.flatMap((row) => {
      const { state, port, reply, live } = row;
      if ((begins(row) && reply === null) || (state === 'retried' && live === null)) return [];
      const elsewhere = live !== null && live !== id && !begins(row);
      return [[effectKey(row.leg, row.node), { state, port: port ?? 'out', reply, elsewhere }] as const];
    }),
  );
}
