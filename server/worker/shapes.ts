import type { Json } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Plan, PlannedStep } from '../executor/plan.ts';
import { reasonOf } from '../store/reason.ts';
import { learnShape, type Port } from '../store/shapes.ts';

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

const aMinute = 3;
const minuteMs = 60_000;
const flushMs = 5_000;
const mostPorts = 2_000;

export function watchShapes(deps: {
  sql: Sql;
  now: () => number;
  log: (level: 'warn', words: string, facts: Record<string, unknown>) => void;
}): ShapeWatch {
  const { sql, now, log } = deps;
  const ports = new Map<string, { port: Port; minute: number; taken: number; bodies: Json[] }>();

  function see(port: Port, key: string, batch: Message[]): void {
    const minute = Math.floor(now() / minuteMs);
    let kept = ports.get(key);
    if (!kept) {
      if (ports.size >= mostPorts) return;
      kept = { port, minute, taken: 0, bodies: [] };
      ports.set(key, kept);
    }
    if (kept.minute !== minute) {
      kept.minute = minute;
      kept.taken = 0;
    }
    for (const { body } of batch) {
      if (kept.taken === aMinute) return;
      kept.taken += 1;
      kept.bodies.push(body);
    }
  }

  function watchedStep(step: PlannedStep, of: Omit<Port, 'node' | 'port'>): PlannedStep {
    const { does, node, manifest } = step;
    if (does.kind !== 'step' || !manifest.fields.some((field) => field.type === 'mapping')) return step;
    const port: Port = { ...of, node: node.id, port: 'in' };
    const key = `${of.workspace} ${of.flow} ${node.id}`;
    const run: typeof does.run = (batch, given) => {
      see(port, key, batch);
      return does.run(batch, given);
    };
    return { ...step, does: { ...does, run } };
  }

  let writing: Promise<void> = Promise.resolve();
  function flush(): Promise<void> {
    writing = writing.then(async () => {
      for (const kept of ports.values()) {
        if (kept.bodies.length === 0) continue;
        const bodies = kept.bodies.splice(0);
        await learnShape(sql, kept.port, bodies).catch((error: unknown) =>
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
      steps: new Map([...plan.steps].map(([id, step]) => [id, watchedStep(step, of)])),
    }),
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}
