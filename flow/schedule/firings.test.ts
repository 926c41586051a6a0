import { describe, expect, it } from 'vitest';
import { type Cadence, cadenceFault } from './cadence.ts';
import { firingsWithin, nextFiring, nextFirings } from './firings.ts';
import { localTime } from './zone.ts';

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';
const lordHowe = 'Australia/Lord_Howe';
const utc = 'UTC';

/** The firings after an instant, as the zone's clock shows them with its offset. */
function firings(cron: string, zone: string, after: string, n: number): string[] {
  return nextFirings({ cron, zone }, Date.parse(after), n).map((at) => localTime(zone, at));
}

describe('the next firings', () => {
  it.each<[string, string, string, string[]]>([
    ['0 6 * * *', berlin, '2026-11-23T05:00:00Z', ['2026-11-24T06:00:00+01:00', '2026-11-25T06:00:00+01:00']],
    ['0 6 * * *', utc, '2026-11-23T05:59:59Z', ['2026-11-23T06:00:00+00:00', '2026-11-24T06:00:00+00:00']],
    ['30 7 * * 1-5', newYork, '2026-11-27T13:00:00Z', ['2026-11-30T07:30:00-05:00', '2026-12-01T07:30:00-05:00']],
    ['0 0 29 2 *', utc, '2026-03-01T00:00:00Z', ['2028-02-29T00:00:00+00:00', '2032-02-29T00:00:00+00:00']],
    ['0 12 13 * FRI', utc, '2026-11-01T00:00:00Z', ['2026-11-06T12:00:00+00:00', '2026-11-13T12:00:00+00:00']],
    ['*/20 * * * * *', utc, '2026-11-23T05:00:00.500Z', ['2026-11-23T05:00:20+00:00', '2026-11-23T05:00:40+00:00']],
    ['15 10 * * * *', utc, '2026-11-23T05:00:00Z', ['2026-11-23T05:10:15+00:00', '2026-11-23T06:10:15+00:00']],
    ['every 7 minutes', utc, '1970-01-01T00:00:00Z', ['1970-01-01T00:07:00+00:00', '1970-01-01T00:14:00+00:00']],
    ['Every minute', berlin, '2026-11-23T05:00:59Z', ['2026-11-23T06:01:00+01:00', '2026-11-23T06:02:00+01:00']],
    ['every 24 hours', utc, '2026-11-23T05:00:00Z', ['2026-11-24T00:00:00+00:00', '2026-11-25T00:00:00+00:00']],
  ])('of %s in %s after %s', (cron, zone, after, expected) => {
    expect(firings(cron, zone, after, expected.length)).toEqual(expected);
  });
});

describe('a time that the clock skips', () => {
  it.each<[string, string, string, string[]]>([
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    ['30 2 * * *', berlin, '2026-03-28T12:00:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-30T02:30:00+02:00']],
    ['0,30 2 * * *', berlin, '2026-03-28T12:00:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-30T02:00:00+02:00']],
    ['0 2,3 * * *', berlin, '2026-03-28T12:00:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-30T02:00:00+02:00']],
    ['0 */2 * * *', berlin, '2026-03-28T23:30:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-29T04:00:00+02:00']],
    // Lord Howe, 4 October 2026: 02:00 becomes 02:30.
    ['15 2 * * *', lordHowe, '2026-10-03T10:00:00Z', ['2026-10-04T02:30:00+11:00', '2026-10-05T02:15:00+11:00']],
    // Samoa left out the whole of 30 December 2011.
    ['0 9 30 12 *', 'Pacific/Apia', '2011-12-01T00:00:00Z', ['2011-12-31T00:00:00+14:00', '2012-12-30T09:00:00+14:00']],
  ])('fires once, at the first one that comes: %s in %s', (cron, zone, after, expected) => {
    expect(firings(cron, zone, after, expected.length)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['*/30 * * * *', ['01:30:00+01:00', '03:00:00+02:00', '03:30:00+02:00']],
    ['30 * * * *', ['01:30:00+01:00', '03:30:00+02:00', '04:30:00+02:00']],
    ['every 30 minutes', ['01:30:00+01:00', '03:00:00+02:00', '03:30:00+02:00']],
  ])('is nothing to %s, which names no hour', (cron, expected) => {
    expect(firings(cron, berlin, '2026-03-29T00:00:00Z', 3).map((time) => time.slice(11))).toEqual(expected);
  });
});

describe('a time that comes twice', () => {
  it.each<[string, string, string, string[]]>([
    // Berlin, 25 October 2026: 03:00 becomes 02:00.
    ['30 2 * * *', berlin, '2026-10-24T12:00:00Z', ['2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00']],
    ['0,30 2 * * *', berlin, '2026-10-25T00:15:00Z', ['2026-10-25T02:30:00+02:00', '2026-10-26T02:00:00+01:00']],
    ['30 2 * * *', berlin, '2026-10-25T01:10:00Z', ['2026-10-26T02:30:00+01:00']],
    ['0 */2 * * *', berlin, '2026-10-24T23:00:00Z', ['2026-10-25T02:00:00+02:00', '2026-10-25T04:00:00+01:00']],
    ['15 1 * * *', newYork, '2026-11-01T04:00:00Z', ['2026-11-01T01:15:00-04:00', '2026-11-02T01:15:00-05:00']],
    ['45 1 * * *', lordHowe, '2026-04-04T10:00:00Z', ['2026-04-05T01:45:00+11:00', '2026-04-06T01:45:00+10:30']],
  ])('fires the first time only: %s in %s after %s', (cron, zone, after, expected) => {
    expect(firings(cron, zone, after, expected.length)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [berlin, '2026-10-25T00:30:00Z', ['02:45:00+02:00', '02:00:00+01:00', '02:15:00+01:00']],
    [lordHowe, '2026-04-04T14:45:00Z', ['01:30:00+10:30', '01:45:00+10:30', '02:00:00+10:30']],
  ])('is two times to what names no hour, in %s', (zone, after, expected) => {
    expect(firings('*/15 * * * *', zone, after, 3).map((time) => time.slice(11))).toEqual(expected);
  });
});

describe('over a whole year', () => {
  const all = (cadence: Cadence) =>
    firingsWithin(cadence, Date.parse('2025-12-31T23:59:59Z'), Date.parse('2026-12-31T23:59:59Z'));

  it.each([berlin, newYork, lordHowe, utc, 'Asia/Kathmandu'])('a daily time fires once on each day in %s', (zone) => {
    const days = all({ cron: '30 2 * * *', zone }).map((at) => localTime(zone, at).slice(0, 10));
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe(365);
  });

  it.each([berlin, newYork, lordHowe])('half an hour is always half an hour in %s', (zone) => {
    const at = all({ cron: '*/30 * * 3-4,10-11 *', zone });
    const gaps = at.slice(1).map((one, i) => one - (at[i] ?? 0));
    expect(gaps.filter((gap) => gap !== 1_800_000)).toHaveLength(1);
  });
});

describe('a cadence', () => {
  it.each([
    ['0 25 * * *', utc, 'invalid value for hour: 25'],
    ['0 6 * *', utc, 'it needs five fields'],
    ['0 0 6 * * * 2027', utc, 'it needs five fields'],
    ['', utc, 'it needs five fields'],
    ['@daily', utc, 'it needs five fields'],
    ['? 6 * * *', utc, '? and @ are not known here'],
    ['0 0 30 2 *', utc, 'no such day ever comes'],
    ['every 0 minutes', utc, 'every is for one second up to 24 hours'],
    ['every 25 hours', utc, 'every is for one second up to 24 hours'],
    ['every now and then', utc, 'invalid'],
    ['0 6 * * *', 'Europe/Bielefeld', '“Europe/Bielefeld” is not a time zone'],
    ['0 6 * * *', '', '“” is not a time zone'],
  ])('%j in %j cannot be kept, with a reason', (cron, zone, reason) => {
    expect(cadenceFault({ cron, zone })).toContain(reason === 'invalid' ? '' : reason);
    expect(cadenceFault({ cron, zone })).toBeDefined();
    expect(() => nextFiring({ cron, zone }, 0)).toThrow(/cannot be kept/);
  });
});
