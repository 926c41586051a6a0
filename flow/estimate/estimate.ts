import type { Pattern } from '../flow.ts';
import { allPatterns, patternRules } from '../patterns/patterns.ts';
import type { Addition } from '../patterns/rules.ts';
import type { PriceCard } from './card.ts';
import type { Counts } from './count.ts';
import { middle } from './range.ts';

/** What building costs in one pattern, in whole EUR; `mid` is the average of low and high. */
export interface PatternEstimate {
  low: number;
  mid: number;
  high: number;
  /** What the price was counted by: "hub + 5 spokes". */
  countedAs: string;
}

export type Estimate = Record<Pattern, PatternEstimate>;

/** Build prices exactly as the card has them; nothing is rounded. */
export function estimate(card: PriceCard, counts: Counts): Estimate {
  return eachPattern((pattern) => {
    const rules = patternRules(pattern);
    const price = rules.build(card, counts);
    return { low: price.low, mid: middle(price), high: price.high, countedAs: rules.countedAs(counts) };
  });
}

export function whatNextSystemAdds(card: PriceCard, counts: Counts): Record<Pattern, Addition> {
  return eachPattern((pattern) => patternRules(pattern).nextSystem(card, counts));
}

export function eachPattern<T>(ask: (pattern: Pattern) => T): Record<Pattern, T> {
  return Object.fromEntries(allPatterns.map(({ id }) => [id, ask(id)])) as Record<Pattern, T>;
}
