import type { Sql } from '../db.ts';
import { storable } from '../journal/storable.ts';

/** A delivery that was suppressed because its source id, or its content, was known. */
export interface Suppressed {
  workspace: string;
  trigger: string;
  sourceId: string | undefined;
  /** The first message, where it could be looked up. */
  message: string | undefined;
}

const kept = 20;

/**
 * Keeps the last few suppressed deliveries of each trigger for people to look at. They are counted elsewhere, so the
 * sender waits for nothing here and a few may get lost with the process: what comes while one write is under way goes
 * into the next, and of a flood only the end.
 */
export function keepSuppressed(sql: Sql): (one: Suppressed) => void {
  let pending = new Map<string, Suppressed[]>();
  let busy = false;

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    while (pending.size > 0) {
      const rows = [...pending.values()].flat();
      pending = new Map();
      await write(sql, rows).catch(() => {});
    }
    busy = false;
  }

  return (one) => {
    pending.set(one.trigger, [...(pending.get(one.trigger) ?? []), one].slice(-kept));
    void pump();
  };
}

async function write(sql: Sql, rows: Suppressed[]): Promise<void> {
  const text = (words: string | undefined) => (words === undefined ? null : storable(words).slice(0, 200));
  await sql`
    with put as (
      insert into duplicate (workspace, trigger, source_id, message)
      select * from unnest(
        ${rows.map((row) => row.workspace)}::uuid[], ${rows.map((row) => row.trigger)}::uuid[],
        ${rows.map((row) => text(row.sourceId))}::text[], ${rows.map((row) => row.message ?? null)}::text[]
      )
    )
    delete from duplicate d where trigger = any(${rows.map((row) => row.trigger)}::uuid[])
      and id <= (select id from duplicate x where x.trigger = d.trigger order by id desc offset ${kept} limit 1)`;
}
