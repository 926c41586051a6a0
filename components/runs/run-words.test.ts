import { describe, expect, it } from 'vitest';
import { emptyTally } from '#flow/run/status.ts';
import { proofOf, runInBrief, runInFull } from './run-words.ts';

const tally = (part: Partial<ReturnType<typeof emptyTally>>) => ({ ...emptyTally(), ...part });

describe('the status of a run in words', () => {
  it.each([
    ['done', 0, 'ok', 'Done', 'Done'],
    ['done', 1200, 'warn', '1,200 parked', 'Done, 1,200 parked'],
    ['running', 2, 'running', 'Running', 'Running, 2 parked'],
    ['failed', 3, 'failed', 'Failed', 'Failed, 3 parked'],
    ['waiting', 0, 'queued', 'Waiting', 'Waiting'],
  ] as const)('a %s run with %d parked', (status, parked, mark, brief, full) => {
    const run = { status, tally: tally({ received: 9, parked, delivered: 9 - parked }) };
    expect(runInBrief(run).words).toBe(brief);
    expect(runInFull(run)).toEqual({ mark, words: full });
  });
});

describe('proofOf', () => {
  it('says nothing is lost when the states add up to what was received', () => {
    const proof = proofOf(tally({ received: 10, delivered: 6, filtered: 2, parked: 1, 'in-flight': 1 }));
    expect(proof.terms.map((term) => `${term.amount} ${term.label}`)).toEqual([
      '6 delivered',
      '2 filtered',
      '1 parked',
      '1 in flight',
    ]);
    expect(proof.verdict).toEqual({ mark: 'ok', words: 'Nothing lost' });
  });

  it('names discarded and cancelled only when there are any, so that the sum always shows whole', () => {
    const proof = proofOf(tally({ received: 3, delivered: 1, discarded: 2 }));
    expect(proof.terms.map((term) => term.label)).toEqual([
      'delivered',
      'filtered',
      'parked',
      'in flight',
      'discarded',
    ]);
    expect(proof.verdict.mark).toBe('ok');
  });

  it('says how many are missing or counted twice', () => {
    expect(proofOf(tally({ received: 3, delivered: 1 })).verdict).toEqual({
      mark: 'failed',
      words: '2 not accounted for',
    });
    expect(proofOf(tally({ received: 1, delivered: 2 })).verdict.words).toBe('1 counted twice');
    expect(proofOf(tally({ received: 1, delivered: 1 }), 1).verdict.mark).toBe('failed');
  });
});
