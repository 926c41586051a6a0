import { describe, expect, it } from 'vitest';
import { waitWords } from './wait-words.ts';

const now = Date.UTC(2026, 10, 23, 9, 41);
const iso = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const wait = (n: number, from: number, until: number) => ({
  ...{ flow: 'f', node: 'invoice', connection: 'c', person: false, n, words: 'Waits for “Xero”: 60 calls a minute.' },
  ...{ from: iso(from), until: iso(until) },
});

describe('what messages wait for', () => {
  it.each([
    [wait(1, 67, 67), 'Waits for “Xero”: 60 calls a minute, until 09:42:07'],
    [wait(12, 67, 140), '12 · Waits for “Xero”: 60 calls a minute, until 09:42:07, the last until 09:43:20'],
    [{ ...wait(2, 67, 67), words: 'Waits for somebody to look.', person: true }, '2 · Waits for somebody to look'],
    [wait(1, -1, -1), 'Waits for “Xero”: 60 calls a minute, due now'],
  ])('is said with its time: %#', (row, words) => {
    expect(waitWords(row, now, 'UTC')).toBe(words);
  });
});
