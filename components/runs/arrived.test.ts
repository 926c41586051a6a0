import { expect, it } from 'vitest';
import { arrivedSince } from './arrived.ts';

const rows = ['r5', 'r4', 'r3'].map((id) => ({ id }));

it.each([
  ['nothing is held', null, 0],
  ['nothing came since', 'r5', 0],
  ['two came since', 'r3', 2],
  ['the held row has left the list', 'r1', 0],
])('counts the rows that arrived when %s', (_when, newest, arrived) => {
  expect(arrivedSince(rows, newest)).toBe(arrived);
});
