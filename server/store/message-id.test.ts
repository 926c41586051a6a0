import { describe, expect, it } from 'vitest';
import { dayOfMessage, messageId } from './message-id.ts';

describe('the id of a message', () => {
  it.each([0, Date.UTC(2026, 10, 23, 23, 59, 59, 999), Date.UTC(2199, 0, 1)])('tells the day it was made: %i', (ms) => {
    expect(dayOfMessage(messageId(ms))).toBe(new Date(ms).toISOString().slice(0, 10));
  });

  it('is another one each time, in the order of time', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => messageId(i));
    expect(new Set(ids).size).toBe(1000);
    expect([...ids].sort()).toEqual(ids);
  });

  it.each([crypto.randomUUID(), '', 'x', "' or true --", 'ffffffff-ffff-7000-8000-000000000000/map.out.0'])(
    'of another kind tells no day: %j',
    (id) => {
      expect(dayOfMessage(id)).toBeUndefined();
    },
  );
});
