import { describe, expect, it } from 'vitest';
import type { Needs } from '../flow.ts';
import { defaultCard } from './card.ts';
import { meshCounts } from './count.ts';
import { advise } from './fit.ts';

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
const adviceOf = ({ systems, needs }: (typeof everything)[number]) => advise(defaultCard, needs, meshCounts(systems));

describe('advice', () => {
  it('always has an answer, with a stated rule for every pattern, and never a pattern that does not fit', () => {
    for (const asked of everything) {
      const { patterns, verdicts, outcome } = adviceOf(asked);
      expect(patterns.length).toBeGreaterThan(0);
      expect(patterns.length === 1).toBe(outcome === 'recommended');
      for (const pattern of patterns) expect(verdicts[pattern].fit).not.toBe('does-not-fit');
      for (const verdict of Object.values(verdicts)) {
        expect(verdict.rules.length).toBeGreaterThan(0);
        for (const rule of verdict.rules) expect(rule.words).toMatch(/^[A-Z0-9“].*\.$/);
      }
    }
  });

  it('never lets batch fit under 15 minutes, nor without conditions up to 60', () => {
    for (const asked of everything) {
      const { fit } = adviceOf(asked).verdicts['batch-etl'];
      const minutes = asked.needs.freshnessMinutes;
      if (minutes !== undefined && minutes < 15) expect(fit).toBe('does-not-fit');
      if (minutes !== undefined && minutes <= 60) expect(fit).not.toBe('fits');
    }
  });

  it('takes events only where volume or speed asks for them', () => {
    for (const asked of everything) {
      const { eventsPerDay = 0, freshnessMinutes = 60 } = asked.needs;
      if (eventsPerDay < 50_000 && freshnessMinutes >= 1)
        expect(adviceOf(asked).patterns).not.toContain('event-driven');
    }
  });

  it('says what was not said', () => {
    expect(advise(defaultCard, { eventsPerDay: 5 }, meshCounts(3)).unsaid).toEqual([
      'freshnessMinutes',
      'purpose',
      'involvement',
    ]);
  });
});
