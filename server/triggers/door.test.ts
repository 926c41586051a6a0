import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { createDoor } from './door.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it('workers are called for a message that comes right behind a duplicate', async () => {
  const { sql } = bench.db;
  const placed = { workspace: bench.workspace, flow: crypto.randomUUID(), version: 1, trigger: crypto.randomUUID() };
  const headers = { type: 'test', source: 'test', time: '2026-11-23T10:00:00Z' };
  const come = (sourceId: string) => ({
    ...{ ...placed, id: crypto.randomUUID(), keep: 30, headers, body: '{}', startedBy: 'test', sourceId },
  });
  await createDoor(sql).accept(come('first'));

  const heard: string[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const bell = await sql.listen('queue', (words) => {
    heard.push(words);
    if (words === 'the end') resolve();
  });
  const door = createDoor(sql);
  expect(await door.accept(come('first'))).toMatchObject({ duplicate: true });
  expect(await door.accept(come('second'))).toMatchObject({ duplicate: false });
  await sql.notify('queue', 'the end');
  await all;
  await bell.unlisten();
  expect(heard).toEqual(['', 'the end']);
});
