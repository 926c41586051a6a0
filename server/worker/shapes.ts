import type { Catalog } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import { driftPolicyOf } from '#flow/mapping-drift-policy.ts';
import { readsOf } from '#flow/mapping-impact.ts';
import type { Message } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Plan, PlannedStep } from '../executor/plan.ts';
import { reasonOf } from '../store/reason.ts';
import { learnShape, type Port } from '../store/shapes.ts';
import { driftGuard } from './drift-guard.ts';

/**
 * Learns from real messages what maps are given, beside the work: of each map at most a few messages a minute are remembered,
 * and every now and then written down. A process that ends forgets what it had not written; nothing depends on it.
 */
export interface ShapeWatch {
  /** The same plan, in which maps look at some of what comes to them. */
  watched(plan: Plan, of: Omit<Port, 'node' | 'port'>): Plan;
  /** Writes what is remembered. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Of those that came through, and of those that were held up; more in the first minute, so that a new flow is soon known. */
const aMinute = 3;
const atFirst = 10;
const minuteMs = 60_000;
const flushMs = 5_000;
const mostPorts = 2_000;

interface Taken {
  /** In this minute. */
  n: number;
  bodies: Json[];
}

export function watchShapes(deps: {
  sql: Sql;
  now: () => number;
  catalog: Catalog;
  log: (level: 'warn', words: string, facts: Record<string, unknown>) => void;
}): ShapeWatch {
  const { sql, now, catalog, log } = deps;
  const ports = new Map<string, { port: Port; minute: number; through: Taken; changed: Taken }>();

  function see(port: Port, key: string, batch: Message[], as: 'through' | 'changed' = 'through'): void {
    const minute = Math.floor(now() / minuteMs);
    let kept = ports.get(key);
    if (!kept) {
      if (ports.size >= mostPorts) return;
      const n = aMinute - atFirst;
      kept = { port, minute, through: { n, bodies: [] }, changed: { n, bodies: [] } };
      ports.set(key, kept);
    }
    if (kept.minute !== minute) {
      kept.minute = minute;
      kept.through.n = 0;
      kept.changed.n = 0;
    }
    const taken = kept[as];
    for (const { body } of batch) {
      if (taken.n === aMinute) return;
      taken.n += 1;
      taken.bodies.push(body);
    }
  }

  function watchedStep({ flow }: Plan, step: PlannedStep, of: Omit<Port, 'node' | 'port'>): PlannedStep {
    const { does, node, manifest } = step;
    if (does.kind !== 'step' || !manifest.fields.some((field) => field.type === 'mapping')) return step;
    const port: Port = { ...of, node: node.id, port: 'in' };
    const key = `${of.workspace} ${of.flow} ${node.id}`;
    const run: typeof does.run = (batch, given) => {
      see(port, key, batch);
      return does.run(batch, given);
    };
    const policy = driftPolicyOf(node.config);
    if (policy === 'warn') return { ...step, does: { ...does, run } };
    const own = { name: node.name, policy, reads: readsOf(flow, catalog, node.id) };
    const guard = driftGuard({ sql, now }, port, own, (messages) => see(port, key, messages, 'changed'));
    return { ...step, does: { ...does, run, guard } };
  }

  let writing: Promise<void> = Promise.resolve();
  function flush(): Promise<void> {
    writing = writing.then(async () => {
      for (const kept of ports.values()) {
        if (kept.through.bodies.length + kept.changed.bodies.length === 0) continue;
        const [bodies, changed] = [kept.through.bodies.splice(0), kept.changed.bodies.splice(0)];
        await learnShape(sql, kept.port, bodies, changed).catch((error: unknown) =>
          log('warn', 'What messages look like could not be written down.', { reason: reasonOf(error) }),
        );
      }
    });
    return writing;
  }

  const timer = setInterval(() => void flush(), flushMs);
  timer.unref();
  return {
    watched: (plan, of) => ({
      ...plan,
      steps: new Map([...plan.steps].map(([id, step]) => [id, watchedStep(plan, step, of)])),
    }),
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}
