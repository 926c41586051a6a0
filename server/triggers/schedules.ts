import { settle } from '#flow/schedule/misfire.ts';
import type { Firing } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { accept, type Incoming } from '../journal/accept.ts';
import { isDatabaseAway, reasonOf } from '../store/reason.ts';
import type { PublishedStart, Starts, TriggerPlace } from './starts.ts';

/**
 * Fires schedules. Every process may run one of these: a due schedule is taken by one of them at a time, its messages and
 * its next due instant are written in one transaction, and a due instant is the source id of its message. So each fires
 * once, whoever races or dies. By the database's clock, within about a second of its due instant.
 */
export interface Schedules {
  /** Fires what is due now. @returns how many schedules were settled. @throws the database's error */
  turn(): Promise<number>;
  stop(): Promise<void>;
}

export interface SchedulesDeps {
  sql: Sql;
  starts: Starts;
  log(level: 'info' | 'warn' | 'error', words: string, facts: Record<string, unknown>): void;
  /** Nothing fires while the disk is nearly full; its misfire policy says what comes of that. */
  room?: { scarce(): boolean };
  /** The database's clock, unless told otherwise. */
  now?: () => Date;
}

const everyMs = 1000;
const perTurn = 20;
/** One that cannot be fired (its version cannot be read, its zone is unknown here) is left alone for so long, and holds up no other. */
const restMs = 60_000;

export function createSchedules({ sql, starts, log, room, now }: SchedulesDeps): Pick<Schedules, 'turn'> {
  const writer = crypto.randomUUID();
  const resting = new Map<string, number>();

  async function turn(): Promise<number> {
    if (room?.scarce()) return 0;
    for (const [trigger, until] of resting) if (until <= Date.now()) resting.delete(trigger);
    const settled = await sql.begin(async (transaction) => {
      const tx = transaction as unknown as Sql;
      const due = await claim(tx, now?.() ?? null, [...resting.keys()]);
      const fired: Fired[] = [];
      for (const row of due) {
        try {
          fired.push(fire(row, await starts(row)));
        } catch (error) {
          if (isDatabaseAway(error)) throw error;
          resting.set(row.trigger, Date.now() + restMs);
          log('error', 'A schedule cannot be fired.', { trigger: row.trigger, reason: reasonOf(error) });
        }
      }
      const accepted = await acceptAll(
        tx,
        fired.flatMap(({ group }) => group),
        writer,
      );
      await advance(tx, fired, accepted);
      return fired.length;
    });
    return settled === perTurn ? settled + (await turn()) : settled;
  }
  return { turn };
}

/** A turn now and every second from now on. */
export function startSchedules(deps: SchedulesDeps): Schedules {
  const { turn } = createSchedules(deps);
  let stopped = false;
  let away = false;
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout;
  const tick = () => {
    underWay = turn()
      .then(
        () => {
          away = false;
        },
        (error: unknown) => {
          if (!away && !stopped) deps.log('warn', 'Schedules could not be looked at.', { reason: reasonOf(error) });
          away = true;
        },
      )
      .finally(() => {
        if (!stopped) timer = setTimeout(tick, everyMs).unref();
      });
  };
  tick();
  return {
    turn,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

/** Fires once for a person, paused or not; the schedule itself stays where it is. @returns the run that was started */
export async function fireByHand(
  { sql, starts }: Pick<SchedulesDeps, 'sql' | 'starts'>,
  place: TriggerPlace,
  by: string,
): Promise<{ run: string; key: string | null }> {
  const start = await starts(place);
  const [row] = await sql<{ zone: string; last_due: Date | null; now: Date }[]>`
    select zone, last_due, now() as now from schedule where workspace = ${place.workspace} and trigger = ${place.trigger}`;
  if (!row) throw new Error(`Trigger ${place.trigger} has no schedule.`);
  const due = row.now.toISOString();
  const message = messageOf(start, { ...place, ...row, due, previous: row.last_due?.toISOString(), byHand: true });
  const incoming = start.incoming({ ...message, sourceId: `by hand ${crypto.randomUUID()}` }, by);
  const [accepted] = await accept(sql, [incoming], crypto.randomUUID());
  if (!accepted || accepted.duplicate) throw new Error('A firing by hand was taken for another.');
  await sql`
    update schedule set last_run = ${accepted.run}, fired_at = now() where workspace = ${place.workspace} and trigger = ${place.trigger}`;
  return { run: accepted.run, key: incoming.key ?? null };
}

interface DueRow extends TriggerPlace {
  cron: string;
  zone: string;
  misfire: 'skip' | 'once' | 'all';
  most: number;
  due_at: Date;
  last_due: Date | null;
  now: Date;
}

function claim(tx: Sql, now: Date | null, resting: string[]): Promise<DueRow[]> {
  return tx<DueRow[]>`
    select s.workspace, s.trigger, s.cron, s.zone, s.misfire, s.most, s.due_at, s.last_due, t.flow, t.node, t.version,
      coalesce(${now}::timestamptz, now()) as now
    from schedule s join flow_trigger t on t.workspace = s.workspace and t.id = s.trigger
    where s.due_at <= coalesce(${now}::timestamptz, now()) and s.paused_at is null and t.active
      and s.trigger <> all(${resting}::uuid[])
    order by s.due_at limit ${perTurn}
    for update of s skip locked`;
}

interface Fired {
  row: DueRow;
  group: Incoming[];
  /** ISO 8601 UTC. */
  next: string | null;
  last: string | null;
}

function fire(row: DueRow, start: PublishedStart): Fired {
  const { cron, zone, misfire: policy, most } = row;
  const { fire: due, next } = settle({ cron, zone }, { policy, most }, row.due_at.getTime(), row.now.getTime());
  let previous = row.last_due?.toISOString();
  const group = due.map((instant) => {
    const at = new Date(instant).toISOString();
    const message = messageOf(start, { trigger: row.trigger, due: at, zone, previous, byHand: false });
    previous = at;
    return start.incoming(message);
  });
  const iso = (instant: number | null | undefined) => (instant == null ? null : new Date(instant).toISOString());
  return { row, group, next: iso(next), last: iso(due.at(-1)) };
}

function messageOf({ operation, node }: PublishedStart, firing: Firing) {
  if (!operation.fire) throw new Error(`“${node.operation}” has a schedule and no message for its firings.`);
  return operation.fire(firing, node.config);
}

const groupMessages = 256;

/** @returns the newest run of each trigger that got a message */
async function acceptAll(tx: Sql, messages: Incoming[], writer: string): Promise<Map<string, string>> {
  const runs = new Map<string, string>();
  for (let from = 0; from < messages.length; from += groupMessages) {
    const group = messages.slice(from, from + groupMessages);
    const accepted = await accept(tx, group, writer);
    for (const [i, one] of accepted.entries()) if (!one.duplicate) runs.set(group[i]?.trigger ?? '', one.run);
  }
  return runs;
}

async function advance(tx: Sql, fired: Fired[], runs: Map<string, string>): Promise<void> {
  if (fired.length === 0) return;
  const column = <T>(read: (one: Fired) => T) => fired.map(read);
  await tx`
    update schedule s set due_at = u.next, last_due = coalesce(u.last, s.last_due),
      fired_at = case when u.last is null then s.fired_at else now() end, last_run = coalesce(u.run, s.last_run)
    from unnest(
      ${column(({ row }) => row.workspace)}::uuid[], ${column(({ row }) => row.trigger)}::uuid[],
      ${column(({ next }) => next)}::text[]::timestamptz[], ${column(({ last }) => last)}::text[]::timestamptz[],
      ${column(({ row }) => runs.get(row.trigger) ?? null)}::uuid[]
    ) as u (workspace, trigger, next, last, run)
    where s.workspace = u.workspace and s.trigger = u.trigger`;
}
