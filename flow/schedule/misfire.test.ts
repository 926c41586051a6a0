import { describe, expect, it } from 'vitest';
import { type Misfire, settle } from './misfire.ts';

const zone = 'Europe/Berlin';
const hour = (n: number, minute = 0) => Date.parse('2026-11-23T00:00:00Z') + n * 3_600_000 + minute * 60_000;

/** A schedule that stood at 06:00 UTC and is looked at later. */
function settled(cron: string, policy: Misfire['policy'], now: number, most = 3) {
  const { fire, next } = settle({ cron, zone }, { policy, most }, hour(6), now);
  return [...fire.map((at) => (at - hour(0)) / 3_600_000), 'then', ((next ?? Number.NaN) - hour(0)) / 3_600_000];
}

describe('a schedule that is due', () => {
  it.each<[string, Misfire['policy'], number, (number | string)[]]>([
    ['at its instant', 'skip', hour(6), [6, 'then', 7]],
    ['half a minute late, which is in time', 'skip', hour(6) + 30_000, [6, 'then', 7]],
    ['two minutes late, and is to skip', 'skip', hour(6, 2), ['then', 7]],
    ['two minutes late, and is to fire once', 'once', hour(6, 2), [6, 'then', 7]],
    ['a day late, and is to skip', 'skip', hour(30, 10), ['then', 31]],
    ['a day late, and is to fire once', 'once', hour(30, 10), [30, 'then', 31]],
    ['a day late, and is to fire all, the newest three of them', 'all', hour(30, 10), [28, 29, 30, 'then', 31]],
    ['a day late, just when it is due again, and is to skip', 'skip', hour(30), [30, 'then', 31]],
    ['a day late, just when it is due again, and is to fire once', 'once', hour(30), [30, 'then', 31]],
    ['a day late, just when it is due again, and is to fire all', 'all', hour(30), [27, 28, 29, 30, 'then', 31]],
  ])('fires what its policy says %s', (_words, policy, now, expected) => {
    expect(settled('0 * * * *', policy, now)).toEqual(expected);
  });

  it('fires all when there are fewer than the most', () => {
    expect(settled('0 * * * *', 'all', hour(8, 10), 24)).toEqual([6, 7, 8, 'then', 9]);
  });

  it('finds the last one of years in seconds at once', () => {
    const { fire } = settle({ cron: '* * * * * *', zone }, { policy: 'once', most: 1 }, hour(-24 * 1000), hour(6));
    expect(fire.length).toBe(60);
    const monthly = settle({ cron: '0 7 1 * *', zone }, { policy: 'once', most: 1 }, hour(-24 * 983) + 6e3, hour(6));
    expect(monthly.fire.map((at) => new Date(at).toISOString())).toEqual(['2026-11-01T06:00:00.000Z']);
  });
});
