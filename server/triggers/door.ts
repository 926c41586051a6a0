import type { Sql } from '../db.ts';
import { type Accepted, accept, type Incoming } from '../journal/accept.ts';
import { blamesData } from '../journal/blame.ts';
import { createNews } from '../journal/news.ts';
import { type RoomLeft, roomWords } from '../room-left.ts';

/**
 * The door: accepted messages become durable in groups. One commit is under way at a time; what arrives meanwhile is the
 * next group. A lone message waits for nobody, and no timer is involved.
 */
export interface Door {
  /** Resolves once the message is durable. @throws DoorFull, or the database's error, and then nothing is stored */
  accept(incoming: Incoming): Promise<Accepted>;
}

/** More is waiting than can soon be written, or the disk is nearly full; the sender should come again. */
export class DoorFull extends Error {
  readonly retryAfterSeconds: number;
  constructor(
    words = 'Too many messages are waiting to be stored. Send this one again in a few seconds.',
    retryAfterSeconds = 2,
  ) {
    super(words);
    this.name = 'DoorFull';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const groupMessages = 256;
const groupBytes = 4 * 1024 * 1024;
const mostPending = 2000;
const mostPendingBytes = 64 * 1024 * 1024;
/** A disk is not cleared in seconds. */
const noRoomSeconds = 60;

interface Pending {
  incoming: Incoming;
  resolve(accepted: Accepted): void;
  reject(error: unknown): void;
}

/** While workers are busy they look by themselves, every few milliseconds and for longer than this. */
const callEveryMs = 40;

/** @param room where the disk is known: nothing is taken while it is nearly full */
export function createDoor(sql: Sql, room?: Pick<RoomLeft, 'scarce'>, writer: string = crypto.randomUUID()): Door {
  const news = createNews(sql);
  let calledAt = Number.NEGATIVE_INFINITY;
  const pending: Pending[] = [];
  let pendingBytes = 0;
  let busy = false;

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    while (pending.length > 0) {
      const group = takeGroup(pending);
      for (const { incoming } of group) pendingBytes -= incoming.body.length;
      await write(group);
    }
    busy = false;
  }

  async function write(group: Pending[]): Promise<void> {
    try {
      const now = performance.now();
      const queue = now - calledAt >= callEveryMs || group.some((one) => one.incoming.alone);
      const accepted = await accept(
        sql,
        group.map((one) => one.incoming),
        writer,
        { queue, runs: false },
      );
      // A group of duplicates alone calls nobody.
      if (queue && accepted.some((one) => !one.duplicate)) calledAt = now;
      for (const [i, one] of group.entries()) {
        const done = accepted[i] as Accepted;
        if (!done.duplicate) news.tell({ ...one.incoming, run: done.run });
        one.resolve(done);
      }
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else if (blamesData(error)) for (const one of group) await write([one]);
      else for (const one of group) one.reject(error);
    }
  }

  return {
    accept(incoming) {
      if (room?.scarce()) return Promise.reject(new DoorFull(roomWords, noRoomSeconds));
      if (pending.length >= mostPending || pendingBytes >= mostPendingBytes) return Promise.reject(new DoorFull());
      return new Promise((resolve, reject) => {
        pending.push({ incoming, resolve, reject });
        pendingBytes += incoming.body.length;
        void pump();
      });
    },
  };
}

function takeGroup(pending: Pending[]): Pending[] {
  let bytes = 0;
  let n = 0;
  for (const { incoming } of pending) {
    bytes += incoming.body.length;
    if (n > 0 && (n >= groupMessages || bytes > groupBytes)) break;
    n += 1;
  }
  return pending.splice(0, n);
}
