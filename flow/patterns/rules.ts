import type { PriceCard } from '../estimate/card.ts';
import type { Counts } from '../estimate/count.ts';
import type { Range } from '../estimate/range.ts';
import type { Needs, Pattern } from '../flow.ts';

export type Fit = 'fits' | 'fits-with-conditions' | 'does-not-fit';

/** One reason, with the input that drives it. `against` alone makes a pattern not fit; a `note` weighs nothing. */
export interface Rule {
  need: keyof Needs | 'systems';
  weight: 'for' | 'note' | 'condition' | 'against';
  words: string;
}

export interface Verdict {
  fit: Fit;
  /** The one to show under the verdict: what is against it, else the first condition, else what speaks for it. */
  reason: string;
  rules: Rule[];
}

/** What the next system costs, in EUR and in words. */
export interface Addition extends Range {
  words: string;
}

/** A pattern as the estimate and the advice know it. Pure data and functions; `patterns.ts` lists all four. */
export interface PatternRules {
  id: Pattern;
  name: string;
  summary: string;
  /** How the card prices it: "400–800 per connection". */
  priceWords(card: PriceCard): string;
  build(card: PriceCard, counts: Counts): Range;
  countedAs(counts: Counts): string;
  nextSystem(card: PriceCard, counts: Counts): Addition;
  limit: string;
  /** When a change shows elsewhere. */
  visibleAfter(card: PriceCard): string;
  whenOneIsDown(counts: Counts): string;
  lookAfter(counts: Counts): string;
  rules(needs: Needs, counts: Counts, card: PriceCard): Rule[];
}

export function verdictOf(pattern: PatternRules, needs: Needs, counts: Counts, card: PriceCard): Verdict {
  const rules = pattern.rules(needs, counts, card);
  const [against, condition] = [first(rules, 'against'), first(rules, 'condition')];
  const fit = against ? 'does-not-fit' : condition ? 'fits-with-conditions' : 'fits';
  const reason = against ?? condition ?? first(rules, 'for') ?? first(rules, 'note');
  return { fit, reason: reason?.words ?? pattern.summary, rules };
}

function first(rules: Rule[], weight: Rule['weight']): Rule | undefined {
  return rules.find((rule) => rule.weight === weight);
}
