import { describe, expect, it } from 'vitest';
import { failureWords, rowFailures } from './row-failures.ts';
import type { Verdict } from './verdicts.ts';

const verdict = (sample: string, rows: Record<string, string>): Verdict => ({
  sample,
  troubles: Object.keys(rows).length,
  bugs: 0,
  lossy: 0,
  words: '',
  rows: Object.entries(rows).map(([id, words]) => ({ id, words })),
});

describe('what a row comes to over all samples', () => {
  it('counts the samples it fails on and says what most of them say', () => {
    const failures = rowFailures([
      verdict('one', {}),
      verdict('two', { date: 'no date', sku: 'too long' }),
      verdict('three', { date: 'nothing' }),
      verdict('four', { date: 'nothing' }),
    ]);
    expect(failures.get('date')).toEqual({ samples: 3, of: 4, words: 'nothing', alike: 2, first: 'two' });
    expect([...failures.values()].map(failureWords)).toEqual([
      '3 of 4 samples fail, 2 of them: nothing',
      '1 of 4 samples fail: too long',
    ]);
  });

  it('says nothing of a single sample', () => {
    expect(rowFailures([verdict('one', { date: 'no date' })]).size).toBe(0);
  });
});
