import { vi } from 'vitest';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import type { JsonObject } from '#flow/json.ts';
import { operationById } from '../connectors/catalog.ts';
import type { Operation } from '../connectors/contract.ts';
import { type Database, openDatabase } from '../db.ts';
import { createDraft, publishDraft } from '../store/flows.ts';
import type { TriggerPlace } from '../triggers/starts.ts';
import { testDatabase } from './database.ts';

/** Fifty flows are published for one test; a busy machine takes its time. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** For tests of what starts by itself: a database of one's own, and flows of one trigger in it. */
export interface ClockBench {
  db: Database;
  workspace: string;
  actor: { workspace: string; name: string };
  /** Publishes a flow of this trigger alone. */
  publish(operation: string, config: JsonObject, connection?: string): Promise<TriggerPlace>;
  /** The same flow again, with another config; without one its trigger is taken out. */
  republish(place: TriggerPlace, operation: string, config: JsonObject | null): Promise<void>;
  /** What its trigger has given so far, as it was stored. */
  given(place: TriggerPlace): Promise<{ source_id: string | null; body: string; run: string; key: string | null }[]>;
  /** Suppressed duplicates that were counted. */
  duplicates(place: TriggerPlace): Promise<number>;
  close(): Promise<void>;
}

export async function openClockBench(
  operation: (id: string) => Operation | undefined = operationById,
): Promise<ClockBench> {
  const database = await testDatabase();
  const db = openDatabase(database.url, 8);
  const workspace = crypto.randomUUID();
  await db.sql`insert into workspace (id, name) values (${workspace}, 'clocks')`;
  const actor = { workspace, name: 'a person' };

  function drawn(id: string, config: JsonObject | null, connection?: string) {
    const flow = emptyFlow('By the clock');
    if (config) flow.nodes.push({ id: 'start', operation: id, name: 'Start', config, connection });
    return flow;
  }
  function starts(id: string, config: JsonObject | null) {
    const found = operation(id);
    if (!config || found?.kind !== 'trigger') return [];
    return [{ node: 'start', schedule: found.schedule?.(config), everySeconds: found.every?.(config) }];
  }

  return {
    db,
    workspace,
    actor,
    async publish(id, config, connection) {
      const flow = await createDraft(db.orm, actor, drawn(id, config, connection));
      await publishDraft(db.orm, actor, flow, 1, starts(id, config));
      const [row] = await db.sql`select id from flow_trigger where flow = ${flow}`;
      return { workspace, flow, trigger: row?.id, node: 'start', version: 1 };
    },
    async republish({ flow }, id, config) {
      const document = canonicalFlow(drawn(id, config));
      const [row] = await db.sql`update flow set document = ${document} where id = ${flow} returning revision`;
      await publishDraft(db.orm, actor, flow, row?.revision, starts(id, config));
    },
    given: async ({ trigger }) =>
      db.sql`select source_id, body, run, key from message where trigger = ${trigger} order by received_at, run, seq`,
    async duplicates({ trigger }) {
      const [row] = await db.sql`select coalesce(sum(duplicates), 0)::int as n from tally where trigger = ${trigger}`;
      return row?.n;
    },
    async close() {
      await db.end();
      await database.drop();
    },
  };
}
