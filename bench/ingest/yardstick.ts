import { createServer } from 'node:http';
import postgres from 'postgres';
import { Pool } from 'undici';
import { mapByHand } from './order.ts';

/**
 * The yardstick: what a good engineer would write by hand for one integration. One process takes the order, commits it in
 * a group, maps it, delivers it, commits the finished record in a group, and answers after both. No recovery, no retry, no
 * history to look at. With STORE=no it stores nothing: the bare speed of the machine.
 */
const store = process.env.STORE !== 'no';
const sql = postgres(process.env.DATABASE_URL ?? '', { max: 4, onnotice: () => {} });
const sink = new Pool(process.env.SINK ?? '', { connections: 64 });

if (store) {
  await sql`create table if not exists yardstick_order (id text primary key, body text not null, at timestamptz not null default now())`;
  await sql`create table if not exists yardstick_done (id text primary key, sent text not null, reply text not null, at timestamptz not null default now())`;
}

/** Commits rows in groups: one commit at a time, the next takes all that came meanwhile. */
function grouped<T>(write: (rows: T[]) => Promise<unknown>): (row: T) => Promise<void> {
  const waiting: { row: T; done: () => void; failed: (error: unknown) => void }[] = [];
  let busy = false;
  const pump = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, 256);
      await write(group.map((one) => one.row)).then(
        () => {
          for (const one of group) one.done();
        },
        (error) => {
          for (const one of group) one.failed(error);
        },
      );
    }
    busy = false;
  };
  return (row) =>
    new Promise((done, failed) => {
      waiting.push({ row, done, failed });
      void pump();
    });
}

interface Accepted {
  id: string;
  body: string;
}
interface Done {
  id: string;
  sent: string;
  reply: string;
}

const accept = grouped<Accepted>(
  (rows) => sql`
  insert into yardstick_order (id, body) select * from unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.body)}::text[]) on conflict do nothing`,
);
const finish = grouped<Done>(
  (rows) => sql`
  insert into yardstick_done (id, sent, reply)
  select * from unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.sent)}::text[], ${rows.map((row) => row.reply)}::text[]) on conflict do nothing`,
);

async function handle(body: string): Promise<void> {
  const order = JSON.parse(body) as Parameters<typeof mapByHand>[0] & { id: number };
  const id = String(order.id);
  if (store) await accept({ id, body });
  const sent = JSON.stringify(mapByHand(order));
  const answer = await sink.request({
    method: 'POST',
    path: '/',
    body: sent,
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
  });
  const reply = await answer.body.text();
  if (store) await finish({ id, sent, reply });
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    handle(Buffer.concat(parts).toString()).then(
      () => response.end('{"ok":true}'),
      () => {
        response.statusCode = 500;
        response.end();
      },
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
