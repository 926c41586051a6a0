import { describe, expect, it } from 'vitest';
import { cadenceWords } from './words.ts';

describe('a cadence in words', () => {
  it.each([
    ['* * * * *', 'Every minute'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['0 */15 * * * *', 'Every 15 minutes'],
    ['5 * * * *', 'Every hour at minute 5'],
    ['0 */2 * * *', 'Every 2 hours at minute 0'],
    ['0 6 * * *', 'Every day at 06:00'],
    ['30 7,12,18 * * *', 'Every day at 07:30, 12:30 and 18:30'],
    ['30 7 * * 1-5', 'Monday to Friday at 07:30'],
    ['0 9 * * MON,thu', 'Monday and Thursday at 09:00'],
    ['0 9 * * 7', 'Sunday at 09:00'],
    ['0 6 1 * *', 'On day 1 of every month at 06:00'],
    ['every 90  Minutes', 'Every 90 minutes'],
    ['0 6 1 1 *', '0 6 1 1 *'],
    ['15 0 6 * * *', '15 0 6 * * *'],
    ['0 12 13 * 5', '0 12 13 * 5'],
    ['0 6 L * *', '0 6 L * *'],
    ['not a cadence', 'not a cadence'],
  ])('%s is “%s”', (cron, words) => {
    expect(cadenceWords({ cron, zone: 'UTC' })).toBe(words);
  });
});
