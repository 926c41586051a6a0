import { describe, expect, it } from 'vitest';
import type { Effect } from '#flow/catalog.ts';
import { defaultRetry } from '#flow/run/retry.ts';
import { HeldBack, Retryable } from '../connectors/contract.ts';
import { judge, type Tries } from './trouble.ts';

const step = (effect: Effect = 'keyed') => ({ name: 'Create invoice', effect });
const patient = { ...defaultRetry, giveUpMinutes: 10 };
const busy = new Retryable('The ledger is busy.', { afterSeconds: 60, status: 429 });
const held = (afterSeconds: number, maybeSent = false) =>
  new HeldBack('Waits for “Ledger”: 60 calls a minute.', { connection: 'ledger', afterSeconds, maybeSent });

describe('what is held back', () => {
  it('waits for its turn, which is no try, and says for what', () => {
    expect(judge(held(42), step(), { attempt: 3, triedFor: 1e6 }, 0, defaultRetry)).toEqual({
      do: 'wait',
      seconds: 42,
      tried: false,
      trouble: {
        class: 'limit',
        message: 'Waits for “Ledger”: 60 calls a minute.',
        wayOut: expect.stringContaining('by itself'),
        connection: 'ledger',
      },
    });
  });

  it('is parked as unknown where an unsafe effect had begun', () => {
    expect(judge(held(1, true), step('unsafe'), { attempt: 1 }, 0, defaultRetry)).toMatchObject({
      ...{ do: 'park', trouble: { class: 'outcome-unknown' } },
    });
    expect(judge(held(1, true), step('keyed'), { attempt: 1 }, 0, defaultRetry)).toMatchObject({ do: 'wait' });
  });
});

describe('the time after which a step gives up', () => {
  it.each<[string, Error, Tries, string]>([
    ['is not over', busy, { attempt: 2, triedFor: 500 }, 'wait'],
    ['would be over by the next try', busy, { attempt: 2, triedFor: 541 }, 'park'],
    ['counts from the first try', busy, { attempt: 1 }, 'wait'],
    [
      'is over before the first try, by what the target asks',
      new Retryable('no', { afterSeconds: 601 }),
      { attempt: 1 },
      'park',
    ],
    ['does not count for what was not tried yet', held(86_400), { attempt: 1 }, 'wait'],
    ['counts for the turn of what was tried', held(86_400), { attempt: 2, triedFor: 1 }, 'park'],
  ])('%s', (_words, error, tries, verdict) => {
    expect(judge(error, step(), tries, 0.5, patient).do).toBe(verdict);
  });

  it('is named to the person', () => {
    const { trouble } = judge(busy, step(), { attempt: 3, triedFor: 599 }, 0.5, patient);
    expect(trouble.message).toBe(
      '“Create invoice” gave up after 3 tries: the next would be later than the 10 minutes it is given. Last: The ledger is busy.',
    );
    expect(judge(busy, step(), { attempt: 8 }, 0.5, patient).trouble.message).toBe(
      '“Create invoice” gave up after 8 tries. Last: The ledger is busy.',
    );
  });
});
