import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dateIn, dayNumber, dayText, instantOf, isDate, isDateTime, offsetAt } from './dates.ts';

const texts = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('2024-02-29', '2025-02-29', '0000-01-01', '9999-12-31', '2025-13-01', '1969-12-31', '2025-4-02'),
      fc.constantFrom('', 'T11:31:26', ' 11:31', 't23:59:59.123456', 'T24:00:00', 'T11:31:26.', 'T1:31:26'),
      fc.constantFrom('', 'Z', 'z', '-05:00', '+0530', '+14:00', '+5'),
    )
    .map((parts) => parts.join('')),
  fc.string(),
);

describe('a date', () => {
  it('is one that the calendar has, in the way ISO writes it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const plain = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
        expect(isDate(text)).toBe(Number.isFinite(plain) && new Date(plain).toISOString().startsWith(text));
      }),
    );
  });

  it('is counted in days as the platform counts them, there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        expect(dayText(days)).toBe(text);
        expect(dayNumber(text)).toBe(days);
      }),
    );
    expect([dayText(-719_529), dayText(2_932_897), dayText(Number.NaN)]).toEqual([undefined, undefined, undefined]);
  });

  it('moves by days, its time stays', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-04-02T11:31:26-05:00', -2)).toBe('2025-03-31T11:31:26-05:00');
    expect(() => addDays('2025-02-30', 1)).toThrow('“2025-02-30” is not a date');
    expect(() => addDays('9999-12-31', 1)).toThrow('no date of a calendar with four-digit years');
    expect(() => addDays('2025-01-01', Number.POSITIVE_INFINITY)).toThrow('no date');
  });
});

describe('a date with time', () => {
  it('is the instant that the platform reads, where the platform reads it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const instant = instantOf(text);
        expect(instant !== undefined).toBe(isDateTime(text));
        const iso = text
          .toUpperCase()
          .replace(' ', 'T')
          .replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
        if (instant !== undefined) expect(instant).toBe(Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['2025-04-02T23:30:00Z', 'Pacific/Auckland', '2025-04-03'],
    ['2025-04-02T11:31:26-05:00', 'America/Chicago', '2025-04-02'],
    ['2025-04-02T01:00:00+05:00', 'UTC', '2025-04-01'],
    ['2025-04-02T12:00:00', 'Europe/Vienna', '2025-04-02'],
    ['2025-04-02', 'Pacific/Auckland', '2025-04-02'],
    ['1890-01-01T00:00:00Z', 'Europe/Vienna', '1890-01-01'],
  ])('%s is in %s on %s', (timestamp, zone, day) => {
    expect(dateIn(timestamp, zone)).toBe(day);
  });

  it('is refused in plain words when it or its zone does not exist', () => {
    expect(() => dateIn('tomorrow', 'UTC')).toThrow('“tomorrow” is not a date and time');
    expect(() => dateIn('2025-04-02T12:00:00Z', 'Mars/Base')).toThrow('“Mars/Base” is not a time zone');
    expect(() => dateIn('9999-12-31T23:59:59Z', 'Pacific/Auckland')).toThrow('four-digit years');
  });

  it('takes the offset that holds at the instant, around the change of clocks to the minute', () => {
    const change = Date.parse('2025-03-30T01:00:00Z');
    expect(offsetAt('Europe/Vienna', change - 1)).toBe(3_600_000);
    expect(offsetAt('Europe/Vienna', change)).toBe(7_200_000);
    expect(offsetAt('Asia/Kathmandu', change)).toBe(20_700_000);
    expect(offsetAt('UTC', change)).toBe(0);
  });
});
