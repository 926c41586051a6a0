import { parseJson } from '#flow/json.ts';
import type { ConnectionContext, PollContext } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { isDatabaseAway, reasonOf } from '../store/reason.ts';
import { claim, finish, type Held, LeaseGone, renew, store, tooMuchOpen } from './poll-lease.ts';
import { retryOfPoll } from './poll-trouble.ts';
import type { Starts } from './starts.ts';

/**
 * Polls systems that do not call. A trigger is read by one process at a time, under a lease; every page is stored with
 * its checkpoint in one transaction, so that after any death the next poll goes on behind the last page that was stored.
 */
export interface Polling {
  /** Begins what is due, as far as there is room. @returns when that is done, how many were polled. @throws the database's error */
  turn(): Promise<number>;
  /** Begins nothing more and lets what runs end with its page; after `patienceMs` others may go on with it. */
  stop(patienceMs: number): Promise<void>;
}

export interface PollingDeps {
  sql: Sql;
  starts: Starts;
  outside: { connect(workspace: string, connection: string | undefined): Promise<ConnectionContext> };
  log(level: 'info' | 'warn' | 'error', words: string, facts: Record<string, unknown>): void;
  /** Nothing is read while the disk is nearly full. */
  room?: { scarce(): boolean };
  /** In [0, 1): spreads polls and retries. */
  random?(): number;
  /** Milliseconds added to the database's clock as the connector sees it; for tests. */
  ahead?: number;
}

/** Triggers that one process reads at once. */
const atOnce = 8;
const everyMs = 1000;
const renewMs = 5000;
/** So many pages, then others have a turn. */
const pagesAtOnce = 50;
/** While too much is in flight. */
const waitSeconds = 2;

/** As started, without the timer: for tests, which turn by hand. */
export function createPolling(deps: PollingDeps): Polling {
  const { sql, log, random = Math.random } = deps;
  const owner = crypto.randomUUID();
  const running = new Map<string, { held: Held; done: Promise<void> }>();
  let stopping = false;

  async function poll(held: Held): Promise<void> {
    const renewing = setInterval(() => void renew(sql, held).catch(() => {}), renewMs).unref();
    try {
      const end = await read(held);
      const seconds = end === 'read' ? spread(held.every_seconds, random()) : end === 'waiting' ? waitSeconds : 0;
      await finish(sql, held, { seconds, read: end === 'read', waiting: end === 'waiting', tries: 0, trouble: null });
    } catch (error) {
      await failed(error, held);
    } finally {
      clearInterval(renewing);
    }
  }

  /** @returns `read`: to the end. `waiting`: too much is in flight. `more`: there may be more, after others had a turn. */
  async function read(held: Held): Promise<'read' | 'waiting' | 'more'> {
    if (await tooMuchOpen(sql, held)) return 'waiting';
    const start = await deps.starts(held);
    if (!start.operation.poll) throw new Error(`“${start.node.operation}” is not polled.`);
    let pages = 0;
    for await (const batch of start.operation.poll(await contextOf(held, start.node))) {
      const goesOn = await store(sql, held, batch, start);
      pages += 1;
      if (!goesOn || stopping || pages >= pagesAtOnce || deps.room?.scarce()) return 'more';
      if (await tooMuchOpen(sql, held)) return 'waiting';
    }
    return 'read';
  }

  async function contextOf(held: Held, node: { connection?: string; config: PollContext['trigger']['config'] }) {
    const begun = performance.now();
    const databaseMs = held.now.getTime() + (deps.ahead ?? 0);
    return {
      ...(await deps.outside.connect(held.workspace, node.connection)),
      now: () => databaseMs + performance.now() - begun,
      trigger: { id: held.trigger, config: node.config },
      checkpoint: held.cursor === null ? undefined : parseJson(held.cursor),
    } satisfies PollContext;
  }

  async function failed(error: unknown, held: Held): Promise<void> {
    const facts = { trigger: held.trigger, reason: reasonOf(error) };
    if (error instanceof LeaseGone) return log('warn', error.message, { trigger: held.trigger });
    // Its lease ends by itself; what was stored is stored.
    if (isDatabaseAway(error)) return log('warn', 'A poll was cut short by the database.', facts);
    const { seconds, tries, trouble } = retryOfPoll(error, held, random());
    if (trouble.class === 'bug') log('error', 'A poll failed in a way it should not.', facts);
    await finish(sql, held, { seconds, tries, read: false, waiting: false, trouble }).catch((lost: unknown) =>
      log('warn', 'What stopped a poll could not be written down.', { ...facts, lost: reasonOf(lost) }),
    );
  }

  return {
    async turn() {
      const free = atOnce - running.size;
      if (stopping || free <= 0 || deps.room?.scarce()) return 0;
      const begun = await claim(sql, owner, free);
      const polls = begun.map((held) => {
        const done = poll(held).finally(() => running.delete(held.trigger));
        running.set(held.trigger, { held, done });
        return done;
      });
      await Promise.all(polls);
      return begun.length;
    },
    async stop(patienceMs) {
      stopping = true;
      const { promise: patience, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, patienceMs);
      await Promise.race([Promise.all([...running.values()].map(({ done }) => done)), patience]);
      clearTimeout(timer);
      const left = [...running.values()].map(({ held }) =>
        finish(sql, held, { seconds: 0, tries: held.tries, read: false, waiting: false, trouble: null }).catch(
          () => {},
        ),
      );
      await Promise.all(left);
    },
  };
}

/** Looks every second for what is due. */
export function startPolling(deps: PollingDeps): Polling {
  const polling = createPolling(deps);
  let away = false;
  const look = () =>
    polling.turn().then(
      () => {
        away = false;
      },
      (error: unknown) => {
        if (!away) deps.log('warn', 'Polls that are due could not be looked for.', { reason: reasonOf(error) });
        away = true;
      },
    );
  const timer = setInterval(look, everyMs);
  return {
    turn: polling.turn,
    stop(patienceMs) {
      clearInterval(timer);
      return polling.stop(patienceMs);
    },
  };
}

/** A tenth more or less, so that many triggers of one system do not ask at once. */
function spread(seconds: number, random: number): number {
  return seconds * (0.9 + 0.2 * random);
}
