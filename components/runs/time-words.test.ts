import { describe, expect, it } from 'vitest';
import { agoWords, clockWords, dayAndClockWords, durationWords, timeWords } from './time-words.ts';

describe('durationWords', () => {
  it.each([
    [-4, '0 ms'],
    [0, '0 ms'],
    [184.4, '184 ms'],
    [999, '999 ms'],
    [999.7, '1.0 s'],
    [6120, '6.1 s'],
    [9949, '9.9 s'],
    [9960, '10 s'],
    [41_200, '41 s'],
    [59_700, '1 m'],
    [94_000, '1 m 34 s'],
    [120_000, '2 m'],
    [7_500_000, '2 h 5 m'],
    [3_599_600, '1 h'],
    [273_600_000, '3 d 4 h'],
  ])('says %d ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

describe('agoWords', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  it.each([
    [0, 'just now'],
    [2_900, 'just now'],
    [12_000, '12 s ago'],
    [6 * 60_000 + 59_000, '6 min ago'],
    [26 * 3_600_000, '1 d ago'],
    [2 * 3_600_000, '2 h ago'],
    [-58_000, 'in 58 s'],
  ])('says a moment %d ms back as %s', (back, words) => {
    expect(agoWords(now - back, now)).toBe(words);
  });
});

describe('clock words', () => {
  const at = Date.UTC(2026, 10, 23, 8, 12, 3);
  it('name the time zone', () => {
    expect(clockWords(at, 'UTC')).toBe('23 Nov 2026, 08:12:03 UTC');
    expect(clockWords(at, 'Europe/Berlin')).toMatch(/^23 Nov 2026, 09:12:03 (CET|GMT\+1)$/);
  });
  it('say today instead of the date only on the same day of the zone', () => {
    expect(dayAndClockWords(at, Date.UTC(2026, 10, 23, 23), 'UTC')).toBe('today 08:12:03 UTC');
    expect(dayAndClockWords(at, Date.UTC(2026, 10, 24, 0), 'UTC')).toBe('23 Nov 2026, 08:12:03 UTC');
  });
  it('keep the bare time for columns', () => {
    expect(timeWords(at, 'UTC')).toBe('08:12:03');
  });
});
