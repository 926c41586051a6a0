import { describe, expect, it } from 'vitest';
import type { Limit } from './catalog.ts';
import { type Allowed, limitsOf, limitWords, type OwnLimits } from './limits.ts';

const declared = (per: Limit['per'], calls: number): Limit => ({ per, calls, source: 'a page', date: '2026-11-20' });
const own = (calls: number | null) => ({ calls, by: 'a person', at: '2026-11-23T10:00:00Z' });

describe('the limits of a connection', () => {
  it.each<[string, Limit[], OwnLimits, Allowed[]]>([
    ['are the declared ones', [declared('minute', 60)], {}, [{ per: 'minute', calls: 60 }]],
    ['are its own where it has them', [declared('minute', 60)], { minute: own(10) }, [{ per: 'minute', calls: 10 }]],
    ['can be more than declared', [declared('minute', 60)], { minute: own(600) }, [{ per: 'minute', calls: 600 }]],
    [
      'can be taken away',
      [declared('minute', 60), declared('day', 5)],
      { minute: own(null) },
      [{ per: 'day', calls: 5 }],
    ],
    ['can be set where none is declared', [], { concurrent: own(2) }, [{ per: 'concurrent', calls: 2 }]],
    ['are the tighter of two', [declared('minute', 60), declared('minute', 40)], {}, [{ per: 'minute', calls: 40 }]],
    ['can be none at all', [], {}, []],
  ])('%s', (_words, given, mine, limits) => {
    expect(limitsOf(given, mine)).toEqual(limits);
  });

  it.each<[Allowed, string]>([
    [{ per: 'minute', calls: 60 }, '60 calls a minute'],
    [{ per: 'concurrent', calls: 5 }, '5 calls at once'],
    [{ per: 'day', calls: 5000 }, '5,000 calls a day'],
    [{ per: 'second', calls: 1 }, '1 call a second'],
  ])('%j are said as %s', (limit, words) => {
    expect(limitWords(limit)).toBe(words);
  });
});
