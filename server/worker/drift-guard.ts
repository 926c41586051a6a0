import { nodeOf } from '#flow/flow.ts';
import type { Json } from '#flow/json.ts';
import { type Deviation, deviationsFrom } from '#flow/mapping-drift-deviation.ts';
import type { LearnedShape, Stop } from '#flow/mapping-drift-learned.ts';
import { driftPolicyOf } from '#flow/mapping-drift-policy.ts';
import type { Message, Trouble } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Guard, Held } from '../executor/guarded.ts';
import { publishedDocument } from '../store/flows.ts';
import { findNormal, type Port, stopAt } from '../store/shapes.ts';

/** What is normal is read anew so often; before anything is held up, at once. */
const freshMs = 3_000;
/** What waits is looked at again by itself after as long as the stop has lasted, in seconds. A person's word wakes it at once. */
const rest = { least: 15, most: 3600 };

interface Known {
  published: number | null;
  stopped: Stop | undefined;
  deviations: (body: Json) => Deviation[];
}

/**
 * The guard of a map whose policy is to park or to stop when what comes has changed.
 * @param reads the fields that the map reads
 * @param changed is told of the messages that differ, so that they are learned
 */
export function driftGuard(
  { sql, now }: { sql: Sql; now: () => number },
  at: Port,
  { name, policy, reads }: { name: string; policy: 'park' | 'stop'; reads: string[][] },
  changed: (messages: Message[]) => void,
): Guard {
  let known: Promise<Known> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  /** What comes while it is decided on what came before waits for the answer. */
  let deciding: Promise<unknown> = Promise.resolve();

  function read(olderThan: number): Promise<Known> {
    if (known && now() - readAt < olderThan) return known;
    readAt = now();
    const reading = findNormal(sql, at).then(({ shape, published }) => ({
      published,
      stopped: shape?.stopped,
      deviations: shape ? deviationsFrom(shape, reads) : () => [],
    }));
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    known = reading;
    return reading;
  }

  /** Of the version that is published by now, where it still has the step: what a person changed there holds for what came before, too. */
  async function policyNow(version: number, published: number | null): Promise<'warn' | 'park' | 'stop'> {
    if (published === null || published <= version) return policy;
    const newest = nodeOf(await publishedDocument(sql, at.workspace, at.flow, published), at.node);
    return newest ? driftPolicyOf(newest.config) : policy;
  }

  async function decide(batch: Message[], { stopped, deviations, published }: Known, version: number): Promise<Held> {
    const held: Held = { parked: [], waits: [] };
    const does = await policyNow(version, published);
    if (does === 'warn') return held;
    const waitFrom = (from: number, stop: Stop) => {
      const seconds = restOf(now() - Date.parse(stop.since));
      for (const message of batch.slice(from)) {
        const field = message.id === stop.message ? { field: stop.field } : {};
        held.waits.push({ message, seconds, trouble: { ...waiting(stop.words, name), ...field } });
      }
    };
    const first = does === 'stop' && stopped ? batch.findIndex(({ id }) => id === stopped.message) : -1;
    for (const [i, message] of batch.entries()) {
      if (does === 'stop' && stopped && i >= first) {
        waitFrom(i, stopped);
        return held;
      }
      const [deviation] = deviations(message.body);
      if (!deviation) continue;
      if (does === 'park') {
        held.parked.push({ message, trouble: parking(deviation, name) });
        continue;
      }
      // Whoever looks next shall see it.
      readAt = Number.NEGATIVE_INFINITY;
      const stop = await stopAt(sql, at, stopOf(message, deviation, now()), isChanged(message.body));
      if (!stop) continue;
      waitFrom(i, stop);
      return held;
    }
    return held;
  }

  const isChanged = (body: Json) => (learned: LearnedShape) => deviationsFrom(learned, reads)(body).length > 0;

  /** Undefined where all of it is as ever. */
  async function decision(batch: Message[], version: number, olderThan: number): Promise<Held | undefined> {
    for (;;) {
      const before = deciding;
      await before;
      const last = await read(olderThan);
      if (before !== deciding) continue;
      if (!last.stopped && batch.every(({ body }) => last.deviations(body).length === 0)) return undefined;
      const held = read(0).then((known) => decide(batch, known, version));
      deciding = held.catch(() => {});
      return held;
    }
  }

  return async (batch, { version, again }) => {
    const held = await decision(batch, version, again ? 0 : freshMs);
    if (!held) return { parked: [], waits: [] };
    const odd = [...held.parked, ...held.waits].filter(({ trouble }) => trouble.field !== undefined);
    if (!again && odd.length > 0) changed(odd.map(({ message }) => message));
    return held;
  };
}

const restOf = (lastedMs: number): number => Math.min(rest.most, Math.max(rest.least, Math.round(lastedMs / 1000)));

const stopOf = ({ id }: Message, { field, change }: Deviation, now: number): Stop => ({
  message: id,
  field,
  words: `Waits for somebody to look at the changed field “${field}”: ${change}.`,
  since: new Date(now).toISOString(),
});

const waiting = (message: string, name: string): Trouble => ({
  ...{ class: 'drift', message },
  wayOut: `Open the map “${name}” and take what comes as normal, or change the map or its policy and publish. Then all that waits goes on.`,
});

const parking = ({ field, change }: Deviation, name: string): Trouble => ({
  ...{ class: 'drift', field, message: `The field “${field}” has changed: ${change}.` },
  wayOut: `Open the map “${name}” and take what comes as normal, or change the map and publish. Then retry.`,
});
