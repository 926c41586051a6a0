import { expect, it } from 'vitest';
import { failureWords, noFailures } from './failure-words.ts';

it.each([
  [noFailures, null],
  [{ ...noFailures, failNext: { status: 429 as const, count: 0 } }, null],
  [{ ...noFailures, latencyMs: 1500 }, 'answers 1,500 ms late'],
  [{ ...noFailures, failNext: { status: 500 as const, count: 1 } }, 'fails the next call with 500'],
  [
    { latencyMs: 20, failNext: { status: 429 as const, count: 3 }, failRate: { status: 500 as const, percent: 25 } },
    'answers 20 ms late, fails the next 3 calls with 429, fails 25 % of all calls with 500',
  ],
  [{ ...noFailures, failNext: { status: 'lost' as const, count: 1 } }, 'cuts off the next call after it acted'],
  [{ ...noFailures, failRate: { status: 'dropped' as const, percent: 5 } }, 'cuts off 5 % of all calls before it acts'],
])('says what is wrong: %j', (failures, words) => {
  expect(failureWords(failures)).toBe(words);
});
