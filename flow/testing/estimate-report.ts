import { defaultCard, type PriceCard } from '../estimate/card.ts';
import { type Counts, countFlow, meshCounts } from '../estimate/count.ts';
import { eachPattern, estimate, whatNextSystemAdds } from '../estimate/estimate.ts';
import { advise } from '../estimate/fit.ts';
import { answerSentence } from '../estimate/words.ts';
import type { Needs, Pattern } from '../flow.ts';
import { testCatalog } from './catalog.ts';
import { draw } from './draw.ts';

/** What is asked of the estimate, with the answer that is expected. Counted from a drawing, or as given: all with all, or so many. */
export interface EstimateCase {
  title: string;
  mesh?: number;
  drawing?: string;
  counted?: { systems: number; connections: number };
  needs: Needs;
  /** Parts of the price card that differ from the default one. */
  card?: Partial<PriceCard>;
  expected: Report;
}

/** All that the estimate says, short enough to be read in a case file. */
export interface Report {
  systems: number;
  connections: number;
  answer: string;
  outcome: string;
  patterns: Pattern[];
  why: string;
  /** Low, middle, high, in EUR. */
  prices: Record<Pattern, [number, number, number]>;
  countedAs: Record<Pattern, string>;
  nextSystem: Record<Pattern, string>;
  /** The verdict first, then every rule with its weight. */
  verdicts: Record<Pattern, string[]>;
}

export function report({ mesh, drawing, counted, needs, card }: Omit<EstimateCase, 'expected'>): Report {
  const prices = { ...defaultCard, ...card };
  const counts = countsOf({ mesh, drawing, counted });
  const advice = advise(prices, needs, counts);
  const costs = estimate(prices, counts);
  return {
    systems: counts.systems,
    connections: counts.connections,
    answer: answerSentence(prices, needs, counts),
    outcome: advice.outcome,
    patterns: advice.patterns,
    why: advice.why,
    prices: eachPattern((pattern) => [costs[pattern].low, costs[pattern].mid, costs[pattern].high]),
    countedAs: eachPattern((pattern) => costs[pattern].countedAs),
    nextSystem: eachPattern((pattern) => whatNextSystemAdds(prices, counts)[pattern].words),
    verdicts: eachPattern((pattern) => {
      const { fit, rules } = advice.verdicts[pattern];
      return [fit, ...rules.map((rule) => `${rule.weight}, ${rule.need}: ${rule.words}`)];
    }),
  };
}

function countsOf({ mesh, drawing, counted }: Pick<EstimateCase, 'mesh' | 'drawing' | 'counted'>): Counts {
  if (mesh !== undefined) return meshCounts(mesh);
  if (counted) return { ...counted, spokes: counted.systems, topology: 'drawn' };
  return countFlow(draw(drawing ?? ''), testCatalog);
}
