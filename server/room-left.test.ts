import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { leastBytes, watchRoom } from './room-left.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is scarce below 512 MB, until there is a little more than that again, and says so once each time', async () => {
  let bytes = leastBytes;
  const said: string[] = [];
  const room = await watchRoom('/data', { free: async () => bytes, log: (level) => said.push(level) });
  const after = async (now: number) => {
    bytes = now;
    await vi.advanceTimersByTimeAsync(1000);
    return room.scarce();
  };
  expect(room.scarce()).toBe(false);
  expect(await after(leastBytes - 1)).toBe(true);
  expect(await after(leastBytes + 1)).toBe(true);
  expect(await after(leastBytes * 2)).toBe(false);
  expect(await after(leastBytes + 1)).toBe(false);
  expect(said).toEqual(['warn', 'info']);
  room.stop();
  expect(await after(0)).toBe(false);
});

it('takes for enough what it cannot look at, such as the disk of a database elsewhere', async () => {
  const log = () => {
    throw new Error('There is nothing to say.');
  };
  for (const folder of ['/there/is/no/such/folder', tmpdir()]) {
    const room = await watchRoom(folder, { log });
    expect(room.scarce()).toBe(false);
    room.stop();
  }
});
