import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { isAlive } from '#server/postgres/living.ts';
import { freePort, postgresOf, type Started, startWheelwright, stopAll, workerOf } from './steps/process.ts';

/** One life of an installation, as its owner's terminal shows it; each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(process.platform !== 'linux', 'It looks at processes where Linux shows them.');

let data: string;
let env: { PORT: string; WHEELWRIGHT_DATA: string };
let running: Started;
let address: string;

test.beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'wheelwright-process-'));
  env = { PORT: String(await freePort()), WHEELWRIGHT_DATA: data };
});
test.afterAll(async () => {
  await stopAll();
  rmSync(data, { recursive: true, force: true });
});

async function place(request: APIRequestContext): Promise<string> {
  const reply = await request.post(`${address}/api/trpc/sandbox.place`, { data: { sample: 'plain' } });
  return (await reply.json()).result.data.name;
}

/** What became of the messages of an order: `delivered 1`. */
async function delivered(request: APIRequestContext, key: string): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ key }));
  const reply = await request.get(`${address}/api/trpc/runs.list?input=${input}`);
  return (await reply.json()).result.data.runs[0]?.tally.delivered ?? 0;
}

const expectDelivered = (request: APIRequestContext, key: string) =>
  expect.poll(() => delivered(request, key), { timeout: 60_000, message: `${key} is delivered` }).toBe(1);

test('a first start says its address, and the sample flow is published and runs', async ({ request }) => {
  running = startWheelwright(env);
  address = await running.address();
  expect(address).toBe(`http://localhost:${env.PORT}`);
  expect(statSync(path.join(data, 'key')).mode & 0o777).toBe(0o600);
  await expectDelivered(request, await place(request));
});

test('a second start on the same folder is refused by name, and the first goes on', async ({ request }) => {
  const second = startWheelwright({ ...env, PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.lastLine()).toBe(
    `${data} is already served by process ${running.pid} at ${address}. Stop that one first, or choose another folder with WHEELWRIGHT_DATA.`,
  );
  expect((await request.get(`${address}/healthz`)).status()).toBe(200);
});

test('a busy port is named, and the next free one is taken', async ({ request }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-process-'));
  const neighbour = startWheelwright({ ...env, WHEELWRIGHT_DATA: folder });
  const other = await neighbour.address();
  expect(neighbour.said()).toContain(`Port ${env.PORT} is in use; trying ${Number(env.PORT) + 1}.`);
  expect(other).not.toBe(address);
  expect((await request.get(`${other}/healthz`)).status()).toBe(200);
  neighbour.process.kill('SIGINT');
  expect(await neighbour.ended).toBe(0);
  rmSync(folder, { recursive: true });
});

test('an order placed while its worker lies dead is delivered by the next one', async ({ request }) => {
  await expect.poll(() => workerOf(running)).toBeDefined();
  const worker = workerOf(running) ?? 0;
  process.kill(worker, 'SIGKILL');
  await expect.poll(() => isAlive(worker)).toBe(false);
  const order = await place(request);
  await expectDelivered(request, order);
  expect(workerOf(running)).not.toBe(worker);
  expect(running.said()).toContain('The worker ended (SIGKILL); starting another. Its runs go on there.');
});

test('SIGTERM ends every process, the database last', async () => {
  const pids = [workerOf(running) ?? 0, postgresOf(data)];
  const ends: number[] = [];
  running.process.kill('SIGTERM');
  await expect
    .poll(
      () => {
        ends.push(...pids.filter((pid) => !ends.includes(pid) && !isAlive(pid)));
        return ends;
      },
      { intervals: [5], timeout: 60_000 },
    )
    .toEqual(pids);
  expect(await running.ended).toBe(0);
  expect(running.said()).not.toMatch(/rror/);
});

test('a later start is quick, and finds what was there', async ({ request }) => {
  const began = performance.now();
  running = startWheelwright(env);
  address = await running.address();
  const seconds = (performance.now() - began) / 1000;
  console.log(`A later start took ${seconds.toFixed(1)} s.`);
  const reply = await request.get(`${address}/api/trpc/flows.list`);
  expect((await reply.json()).result.data).toMatchObject([{ name: 'Orders to invoices', published: 1 }]);
  expect(await delivered(request, '#1001')).toBe(1);
  running.process.kill('SIGTERM');
  await running.ended;
});

test('a wrong key is said in words and changes nothing', async ({ request }) => {
  const key = readFileSync(path.join(data, 'key'), 'utf8');
  const wrong = startWheelwright({ ...env, WHEELWRIGHT_KEY: Buffer.alloc(32, 7).toString('base64') });
  expect(await wrong.ended).toBe(1);
  expect(wrong.lastLine()).toBe(
    "The key in WHEELWRIGHT_KEY is not the one this database's secrets were sealed with. Put the right key back. Nothing was changed.",
  );
  expect(readFileSync(path.join(data, 'key'), 'utf8')).toBe(key);
  running = startWheelwright(env);
  address = await running.address();
  await expectDelivered(request, await place(request));
});

test('SIGTERM in the middle of a start leaves nothing behind', async () => {
  running.process.kill('SIGTERM');
  await running.ended;
  const cut = startWheelwright(env);
  const started = path.join(data, 'postgres', 'postmaster.pid');
  await expect.poll(() => existsSync(started), { intervals: [5], timeout: 60_000 }).toBe(true);
  cut.process.kill('SIGTERM');
  expect(await cut.ended).toBe(0);
  expect(cut.said()).not.toMatch(/rror|Wheelwright is at/);
  expect(existsSync(started)).toBe(false);
});
