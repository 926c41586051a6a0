import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('coalesce', () => {
  it('hands on what came within the time at once, each id once', async () => {
    const ask = vi.fn(async (_ids: string[]) => {});
    const { add } = coalesce(ask, 200);
    for (const id of ['a', 'b', 'a']) add(id);
    expect(ask).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(ask.mock.calls).toEqual([[['a', 'b']]]);
  });

  it('waits for the answer before it asks again, and loses nothing that came meanwhile', async () => {
    const answers: (() => void)[] = [];
    const ask = vi.fn((_ids: string[]) => new Promise<void>((resolve) => answers.push(resolve)));
    const { add } = coalesce(ask, 200);
    add('a');
    await vi.advanceTimersByTimeAsync(200);
    add('b');
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(200);
    expect(ask.mock.calls).toEqual([[['a']], [['b']]]);
  });

  it('goes on after an answer that failed', async () => {
    const ask = vi.fn((_ids: string[]) => Promise.reject(new Error('offline')));
    const { add } = coalesce(ask, 200);
    add('a');
    await vi.advanceTimersByTimeAsync(200);
    add('b');
    await vi.advanceTimersByTimeAsync(200);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks nothing once it is stopped', async () => {
    const ask = vi.fn(async (_ids: string[]) => {});
    const { add, stop } = coalesce(ask, 200);
    add('a');
    stop();
    add('b');
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).not.toHaveBeenCalled();
  });
});
