import { expect, it } from 'vitest';
import { moneyTicks } from './money-axis.ts';

it.each([
  [8000, [0, 2000, 4000, 6000, 8000]],
  [6000, [0, 2000, 4000, 6000]],
  [800, [0, 200, 400, 600, 800]],
  [9000, [0, 2500, 5000, 7500, 10000]],
  [0, [0, 1]],
])('divides an axis up to %d at round numbers', (most, ticks) => {
  expect(moneyTicks(most)).toEqual(ticks);
});
