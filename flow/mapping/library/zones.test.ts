import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, offsetAt } from '../dates.ts';
import { mappingFunction } from '../functions.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'UTC' };
const call = (name: string, ...values: (string | number)[]) => mappingFunction(name)?.call(given, ...values);
const minute = 60_000;
const day = 1440 * minute;

/** All instants at which a zone's clocks show a time, tried minute by minute. */
function instantsOf(local: number, zone: string): number[] {
  const offsets = new Set<number>();
  for (let at = local - 2 * day; at <= local + 2 * day; at += 15 * minute) offsets.add(offsetAt(zone, at));
  return [...offsets]
    .map((offset) => local - offset)
    .filter((instant) => instant + offsetAt(zone, instant) === local)
    .sort((a, b) => a - b);
}

/** Days on which clocks were put on or back, by half an hour, an hour and a whole day. */
const changes: [zone: string, day: string][] = [
  ['Europe/Vienna', '2025-03-30'],
  ['Europe/Vienna', '2025-10-26'],
  ['America/New_York', '2025-03-09'],
  ['America/New_York', '2025-11-02'],
  ['Australia/Lord_Howe', '2025-04-06'],
  ['Australia/Lord_Howe', '2025-10-05'],
  ['Pacific/Apia', '2011-12-30'],
  ['America/St_Johns', '2006-04-02'],
  ['Africa/Casablanca', '2025-02-23'],
  ['Asia/Kathmandu', '2025-01-01'],
];

describe('what the clocks of a zone showed', () => {
  it.each(changes)('in %s around %s is the first instant at which they did, or one beside the gap', (zone, date) => {
    const from = instantOf(`${date}T00:00:00Z`) ?? 0;
    for (let local = from - day; local < from + 2 * day; local += 15 * minute) {
      const shown = new Date(local).toISOString().slice(0, 19);
      const utc = instantOf(String(call('toUtc', shown, zone)));
      const [first] = instantsOf(local, zone);
      if (first !== undefined) expect([shown, utc]).toEqual([shown, first]);
      else expect(utc).toBe(local - offsetAt(zone, (utc ?? 0) - day));
    }
  });

  it('comes back from UTC as the same instant in any zone, and the day is the day shown there', () => {
    const zone = fc.constantFrom(...changes.map(([name]) => name), 'UTC', 'America/Caracas', 'Asia/Kolkata');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), zone, (seconds, where) => {
        const utc = String(call('fromUnix', seconds));
        const shown = String(call('inZone', utc, where));
        expect(call('toUtc', shown)).toBe(utc);
        expect(call('toUnix', shown)).toBe(seconds);
        expect(call('dateIn', utc, where)).toBe(shown.slice(0, 10));
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});

describe('a pattern of dates', () => {
  it.each(['d MMM yyyy', 'H:mm', 'yyyy-MM-dd hh:mm', 'EEEE', 'yyy', 'YYYY-MM-dd', 'SSS'])(
    'with parts that mean nothing here, as “%s”, is refused instead of written as it comes',
    (pattern) => {
      expect(() => call('formatDate', '2025-04-02', pattern)).toThrow('is no part of a pattern here');
      expect(() => call('parseDate', '2.4.2025', pattern)).toThrow('is no part of a pattern here');
    },
  );

  it.each([
    ['yyyyMMddTHHmmss', '20250402T000000'],
    ['dd.MM.yyyy HH:mm Uhr', '02.04.2025 00:00 Uhr'],
    ['HH h mm', '00 h 00'],
  ])('keeps what stands around it: %s', (pattern, text) => {
    expect(call('formatDate', '2025-04-02', pattern)).toBe(text);
  });
});
