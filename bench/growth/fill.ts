import { openDatabase, type Sql } from '#server/db.ts';
import { orderText } from '../ingest/order.ts';

/** Days that history goes back: as far as a flow that keeps thirty. */
export const daysBack = 29;
const keep = 30;

/**
 * Writes so many finished runs of one message into the history of a flow, evenly over the days before today, in the tables
 * those days would have: message, run, journal, outcome, source ids, tally and the hours and days of its counts, of the
 * sizes that the bench's own orders have.
 */
export async function fillHistory(url: string, flow: string, runs: number): Promise<void> {
  const db = openDatabase(url, 1);
  try {
    await makeDays(db.sql);
    await db.sql`set synchronous_commit = off`;
    for (let first = 0; first < runs; first += batch)
      await fillRuns(db.sql, flow, first, Math.min(batch, runs - first), runs);
    await fillCounts(db.sql, flow, runs);
    await db.sql`vacuum (analyze)`;
    await db.sql`checkpoint`;
  } finally {
    await db.end();
  }
}

const batch = 50_000;

/** The tables that the days would have, had they been made ahead; see server/jobs/days-ahead.ts. */
async function makeDays(sql: Sql): Promise<void> {
  const days = await sql<{ day: string; end: string; name: string }[]>`
    select day::text, (day + 1)::text as end, to_char(day, 'YYYY_MM_DD') as name
    from (select (now() at time zone 'utc')::date - i as day from generate_series(1, ${daysBack + 1}::int) i) past`;
  for (const shelf of ['message', 'run', 'journal', 'outcome'].map((table) => `${table}_${keep}`)) {
    for (const { day, end, name } of days) {
      await sql.unsafe(`
        create table ${shelf}_${name} (like ${shelf} including all);
        alter table ${shelf} attach partition ${shelf}_${name} for values from ('${day}') to ('${end}')`);
    }
  }
}

/** Each so many days and some part of a day ago, so that they spread over all hours. */
async function fillRuns(sql: Sql, flow: string, first: number, count: number, runs: number): Promise<void> {
  const body = orderText(0);
  const sent = JSON.stringify({ method: 'POST', url: '/', body: orderText(0) }).slice(0, 700);
  const step = (node: string) => ({
    ...{ type: 'step-finished', node, at: 0, ms: 3, in: 1, out: { out: 1 }, filtered: 0, parked: 0, waiting: 0 },
    samples: node === 'map' ? [{ message: '', root: '', port: 'out', body: sent }] : [],
  });
  const events = JSON.stringify([
    { type: 'leg-started', at: 0, worker: '', fence: 1, attempt: 1, from: 'hook', n: 1, zone: 'UTC' },
    ...['hook', 'map', 'send'].map(step),
    { type: 'leg-finished', at: 0, status: 'done' },
  ]);
  await sql`
    with
    one as (
      select i, md5('m' || i)::uuid::text as message, md5('r' || i)::uuid as run, t.workspace, t.flow, t.id as trigger,
        now() - make_interval(days => 1 + (i::bigint * ${daysBack} / ${runs})::int, secs => i * 6151 % 86400) as at
      from generate_series(${first}::bigint, ${first + count - 1}::bigint) i, flow_trigger t where t.flow = ${flow}
    ),
    placed as (select *, (at at time zone 'utc')::date as day from one),
    messages as (
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, key, source_id, n, headers, body, received_at)
      select ${keep}, day, message, workspace, flow, trigger, run, 0, '#' || i, 'h' || i, 1,
        '{"type": "webhook.received", "source": "/hooks/bench", "time": "2026-01-01T00:00:00Z"}', ${body}, at from placed
    ),
    journals as (
      insert into journal (keep, day, run, leg, seq, fence, format, at, events)
      select ${keep}, day, run, i, 0, 1, 1, at, ${events}::text::jsonb from placed
    ),
    outcomes as (
      insert into outcome (keep, day, message, leg, node, workspace, run, state, port, sent, reply, at)
      select ${keep}, day, message, message || '/map.out.0', 'send', workspace, run, 'delivered', 'out', ${sent}, '{"ok":true}', at from placed
    ),
    keys as (
      insert into inbox_key (id, message, day, until) select md5('k' || i)::uuid, message, day, at + interval '30 days' from placed
    )
    insert into run (keep, day, id, workspace, flow, version, trigger, mode, status, started_by, keys, received, delivered, accepted_at, finished_at)
    select ${keep}, day, run, workspace, flow, 1, trigger, 'live', 'done', 'webhook', array['#' || i], 1, 1, at, at + interval '1 second' from placed`;
}

/** What was counted of these runs: a minute's tally where one came, and hours and days of the steps. */
async function fillCounts(sql: Sql, flow: string, runs: number): Promise<void> {
  await sql`
    insert into tally (trigger, minute, writer, workspace, received)
    select trigger, date_trunc('minute', received_at), md5('w')::uuid, workspace, count(*) from message where flow = ${flow} group by 1, 2, 4`;
  for (const table of ['roll_up_hour', 'roll_up_day'] as const) {
    const [unit, each] = table === 'roll_up_hour' ? ['hour', 24 * daysBack] : ['day', daysBack];
    await sql`
      insert into ${sql(table)} (workspace, flow, at, node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, sketch)
      select workspace, id, date_trunc(${unit}, now(), 'UTC') - i * ${`1 ${unit}`}::interval, node, '', n, n, 0, 0, 0, n * 3, '{}', '{}', '\\x00'
      from flow, generate_series(1, ${each}::int) i, unnest(array['', 'hook', 'map', 'send']) node, (select ${Math.ceil(runs / Number(each))}::int as n) per
      where id = ${flow}`;
  }
  await sql`update roll_up_hour set folded = true`;
}
