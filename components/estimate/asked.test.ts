import { describe, expect, it } from 'vitest';
import { addressOfAsked, countsOf, needsOf, readAsked, systemsOf, talkOf } from './asked.ts';

const read = (address: string) => readAsked(new URLSearchParams(address));
const drawn = {
  counts: { systems: 4, connections: 5, spokes: 4, topology: 'drawn' as const },
  needs: { eventsPerDay: 340, purpose: 'operations' as const },
};

describe('the address of an estimate', () => {
  it('brings back what was asked', () => {
    const asked = {
      flow: 'f1',
      systems: 5,
      talk: 'star' as const,
      needs: {
        eventsPerDay: 12000,
        peakPerMinute: 90,
        freshnessMinutes: 0,
        purpose: 'reporting',
        involvement: 'shared',
      } as const,
    };
    expect(read(addressOfAsked(asked))).toEqual(asked);
  });

  it('reads numbers as people write them', () => {
    expect(read('events=12,000').needs).toEqual({ eventsPerDay: 12000 });
  });

  it.each([
    'systems=1',
    'systems=2.5',
    'systems=9999',
    'events=-3',
    'events=many',
    'purpose=fun',
    'talk=loud',
    'fresh=',
  ])('leaves out what makes no sense: %s', (address) => {
    expect(read(address)).toEqual({ flow: undefined, systems: undefined, talk: undefined, needs: {} });
  });

  it('is empty when nothing is asked', () => {
    expect(addressOfAsked(read(''))).toBe('');
  });
});

describe('what is counted', () => {
  it('is the drawing, until something else is asked', () => {
    expect(countsOf(read('flow=f1'), drawn)).toEqual(drawn.counts);
    expect(countsOf(read('flow=f1&events=5'), drawn)).toEqual(drawn.counts);
    expect(talkOf(read('flow=f1&systems=6'), drawn)).toBe('mesh');
    expect(countsOf(read('flow=f1&systems=6'), drawn)).toMatchObject({ systems: 6, connections: 15 });
    expect(countsOf(read('flow=f1&talk=mesh'), drawn)).toMatchObject({ systems: 4, connections: 6 });
  });

  it('is one connection less than systems when one talks to each of the others', () => {
    expect(countsOf(read('systems=5&talk=star'), null)).toMatchObject({ systems: 5, connections: 4, spokes: 5 });
  });

  it('falls back to all with all where nothing is drawn', () => {
    expect(countsOf(read('talk=drawn&systems=5'), null)).toMatchObject({ connections: 10, topology: 'mesh' });
    expect(systemsOf(read(''), { ...drawn, counts: { ...drawn.counts, systems: 0 } })).toBe(2);
  });

  it('takes the needs of the drawing where none are given here', () => {
    expect(needsOf(read('events=9'), drawn)).toEqual({ eventsPerDay: 9, purpose: 'operations' });
  });
});
