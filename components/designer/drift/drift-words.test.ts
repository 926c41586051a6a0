import { describe, expect, it } from 'vitest';
import { driftWords } from './drift-words.ts';

const stop = { message: 'm', field: 'currency', since: '2026-11-23T09:41:00Z' };
const quiet = { node: 'map', name: 'Order to invoice', words: [], stopped: null, waiting: 0, parked: 0 };

describe('what is said of a map that what comes has changed for', () => {
  it.each([
    [{ words: ['“currency” stopped coming.'] }, '“Order to invoice” · “currency” stopped coming'],
    [
      { words: ['“a” is new.', '“b” is new.', '“c” is new.'], parked: 1200 },
      '“Order to invoice” · “a” is new, and 2 more · 1,200 parked',
    ],
    [{ parked: 1 }, '“Order to invoice” · What comes has changed · 1 parked'],
    [
      { stopped: { ...stop, words: 'Waits for somebody to look at it.' }, words: ['x'], waiting: 1 },
      '“Order to invoice” · Waits for somebody to look at it · 1 message waits',
    ],
    [
      { name: null, stopped: { ...stop, words: 'Waits for somebody to look at it.' }, waiting: 3, parked: 2 },
      '“map” · Waits for somebody to look at it · 3 messages wait, 2 parked',
    ],
  ])('is one line: %#', (told, words) => {
    expect(driftWords({ ...quiet, ...told })).toBe(words);
  });
});
