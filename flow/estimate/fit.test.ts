import { describe, expect, it } from 'vitest';
import type { Needs } from '../flow.ts';
import type { Verdict } from '../patterns/rules.ts';
import { defaultCard } from './card.ts';
import { meshCounts } from './count.ts';
import { type Advice, advise } from './fit.ts';

const volumes = [undefined, 0, 200, 999, 1_000, 20_000, 50_000, 50_001, 1_000_000];
const freshness = [undefined, 0, 0.5, 1, 14, 15, 60, 61, 1_440];
const purposes = [undefined, 'operations', 'reporting', 'migration'] as const;
const involvements = [undefined, 'passed-on', 'transformed', 'shared'] as const;

/** Every gap between the bands, with every need: 2 to 13 systems. */
const everything: { systems: number; needs: Needs }[] = [2, 3, 4, 6, 8, 9, 13].flatMap((systems) =>
  volumes.flatMap((eventsPerDay) =>
    freshness.flatMap((freshnessMinutes) =>
      purposes.flatMap((purpose) =>
        involvements.map((involvement) => ({
          systems,
          needs: { eventsPerDay, freshnessMinutes, purpose, involvement },
        })),
      ),
    ),
  ),
);
/** Those asked for which something is wrong; one expectation instead of ten thousand. */
const where = (wrong: (asked: (typeof everything)[number], advice: Advice) => boolean) =>
  everything.filter((asked) => wrong(asked, advise(defaultCard, asked.needs, meshCounts(asked.systems))));

describe('advice', () => {
  it('always has an answer, and never a pattern that does not fit', () => {
    expect(where((_, { patterns }) => patterns.length === 0)).toEqual([]);
    expect(where((_, { patterns, outcome }) => (patterns.length === 1) !== (outcome === 'recommended'))).toEqual([]);
    expect(where((_, { patterns, verdicts }) => patterns.some((id) => verdicts[id].fit === 'does-not-fit'))).toEqual(
      [],
    );
  });

  it('states a rule for every pattern, in sentences', () => {
    const unstated = ({ rules }: Verdict) =>
      rules.length === 0 || !rules.every((rule) => /^[A-Z0-9“].*\.$/.test(rule.words));
    expect(where((_, { verdicts }) => Object.values(verdicts).some(unstated))).toEqual([]);
  });

  it('never lets batch fit under 15 minutes, nor without conditions up to 60', () => {
    const fitFor = (minutes: number, { verdicts }: Advice) =>
      minutes < 15 ? verdicts['batch-etl'].fit !== 'does-not-fit' : verdicts['batch-etl'].fit === 'fits';
    expect(
      where(({ needs: { freshnessMinutes: minutes = 61 } }, advice) => minutes <= 60 && fitFor(minutes, advice)),
    ).toEqual([]);
  });

  it('takes events only where volume or speed asks for them', () => {
    const unasked = ({ eventsPerDay = 0, freshnessMinutes = 60 }: Needs) =>
      eventsPerDay < 50_000 && freshnessMinutes >= 1;
    expect(where(({ needs }, { patterns }) => unasked(needs) && patterns.includes('event-driven'))).toEqual([]);
  });

  it('says what was not said', () => {
    expect(advise(defaultCard, { eventsPerDay: 5 }, meshCounts(3)).unsaid).toEqual([
      'freshnessMinutes',
      'purpose',
      'involvement',
    ]);
  });
});
