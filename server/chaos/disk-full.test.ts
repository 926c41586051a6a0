import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../postgres/living.ts';
import { roomWords } from '../room-left.ts';
import { type App, openApp } from '../testing/app.ts';
import { drawLane, type Lane, ledgerOf, post, postUntilTaken, runDry } from './testing/lanes.ts';
import { type OwnPostgres, ownPostgres } from './testing/postgres.ts';
import { openSink, type Sink } from './testing/sink.ts';
import { smallDisk } from './testing/small-disk.ts';

const disk = smallDisk();
if (!disk)
  console.warn(
    'The disk was NOT filled up here: this machine lets us neither mount a tmpfs (as root) nor limit file sizes (prlimit). Run this as root, or where util-linux is installed.',
  );

describe.skipIf(!disk)('a disk that is full, though nobody saw it coming', () => {
  let database: OwnPostgres;
  let app: App;
  let sink: Sink;
  let lane: Lane;
  const { how, folder } = disk ?? { how: 'which this machine does not let us do', folder: '' };

  beforeAll(async () => {
    database = await ownPostgres(folder, { max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '16MB' });
    sink = await openSink();
    app = await openApp({ on: { url: database.url, drop: database.drop } });
    lane = await drawLane(app, sink, 'disk', 'keyed');
  }, 120_000);
  afterAll(async () => {
    await app.close();
    sink.close();
    disk?.remove();
  });

  it(`makes the door say 503 in the middle of it, and afterwards nothing is lost and nothing came twice (${how})`, async () => {
    const before = ['a', 'b', 'c'];
    for (const order of before) await postUntilTaken(lane, { order });
    disk?.fill(database.pid());
    await endConnections(database.url);

    const full = () => /No space left on device|File too large/.test(app.logged.join('\n'));
    const taken: string[] = [];
    const refused: string[] = [];
    for (let i = 0; i < 600 && !full(); i++) {
      const { status, retryAfter, words } = await post(lane, {
        ...{ order: `o${i}`, ballast: randomBytes(150_000).toString('base64') },
      });
      (status === 200 ? taken : refused).push(`o${i}`);
      if (status === 200) continue;
      expect({ status, words }).toEqual({ status: 503, words: expect.stringContaining('Send it again') });
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    expect(full()).toBe(true);

    disk?.clear(database.pid());
    if (!isAlive(database.pid())) await database.start();
    else await endConnections(database.url);
    await postUntilTaken(lane, { order: 'last' });
    await runDry(app, [lane]);
    const orders = [...before, ...taken, 'last'];
    expect(orders.map((order) => sink.acts.get(`${lane.path} ${order}`))).toEqual(orders.map(() => 1));
    const { received, delivered } = await ledgerOf(app, lane);
    expect(delivered).toBe(received);
    // One that was refused may have been stored before its answer was lost; then it was taken, and arrived.
    expect(received - orders.length).toBeLessThanOrEqual(refused.length);
    expect(sink.acts.size).toBe(received);
    expect(sink.bodyChanged).toEqual([]);
  }, 180_000);
});

describe('a disk with less than 512 MB free', () => {
  const room = { left: true, scarce: () => !room.left };
  let app: App;
  let sink: Sink;
  let lane: Lane;
  beforeAll(async () => {
    [app, sink] = await Promise.all([openApp({ room }), openSink()]);
    lane = await drawLane(app, sink, 'room', 'keyed');
  });
  afterAll(async () => {
    await app.close();
    sink.close();
  });

  it('takes no message and says so, begins no run, and goes on where it stopped once there is room', async () => {
    sink.slowMs = 0;
    await postUntilTaken(lane, { order: 'first' });
    await runDry(app, [lane]);
    expect((await post(lane, { order: 'waits', mood: 429 })).status).toBe(200);
    await expect
      .poll(async () => (await app.db.sql`select 1 from run_live where flow = ${lane.flow} and kind = 'retry'`).length)
      .toBe(1);

    room.left = false;
    expect(await post(lane, { order: 'refused' })).toEqual({
      ...{ status: 503, retryAfter: '60' },
      words: JSON.stringify({ error: roomWords }),
    });
    await app.db.sql`update connection_use set blocked_until = now(), promised_until = null`;
    await app.db.sql`update run_live set due_at = now()`;
    for (let rung = 0; rung < 5; rung++) await app.db.sql`select pg_notify('queue', '')`;
    expect(await app.db.sql`select state from run_live where flow = ${lane.flow}`).toEqual([{ state: 'queued' }]);

    room.left = true;
    await postUntilTaken(lane, { order: 'refused' });
    await runDry(app, [lane]);
    expect([...sink.acts.values()]).toEqual([1, 1, 1]);
    expect(await ledgerOf(app, lane)).toEqual({ received: 3, delivered: 3, parked: 0, filtered: 0 });
  });
});

/** So that those who come next have the limit of today; a full disk needs none of this and is not harmed by it. */
async function endConnections(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`.catch(
    () => {},
  );
  await sql.end({ timeout: 1 });
}
