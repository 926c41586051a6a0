import { describe, expect, it } from 'vitest';
import { clock, count, counted, euros, lasting, relative } from './format.ts';

describe('numbers and money', () => {
  it('groups thousands with a comma', () => {
    expect(count(1284)).toBe('1,284');
    expect(counted(1, 'connection')).toBe('1 connection');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
  });

  it('says a price as a range, and once when both ends meet', () => {
    expect(euros({ low: 400, high: 800 })).toBe('EUR 400–800');
    expect(euros({ low: 2700, high: 5000 })).toBe('EUR 2,700–5,000');
    expect(euros({ low: 3000, high: 3000 })).toBe('EUR 3,000');
  });
});

describe('time', () => {
  it.each([
    [0, '0 ms'],
    [184.4, '184 ms'],
    [1_800, '1.8 s'],
    [59_960, '1 m 0 s'],
    [94_000, '1 m 34 s'],
    [10_320_000, '2 h 52 m'],
  ])('says %d milliseconds as %s', (ms, words) => {
    expect(lasting(ms)).toBe(words);
  });

  it.each([
    [-1_000, 'just now'],
    [-240_000, '4 min ago'],
    [58_000, 'in 58 sec'],
    [-26 * 3_600_000, '1 day ago'],
  ])('says a moment %d ms away as %s', (away, words) => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(relative(now + away, now)).toBe(words);
  });

  it('shows the clock of the zone it is asked for', () => {
    expect(clock('2026-11-23T11:04:09Z', false, 'Europe/Berlin')).toBe('12:04');
    expect(clock('2026-11-23T11:04:09Z', true, 'Europe/Berlin')).toBe('12:04:09');
  });
});
