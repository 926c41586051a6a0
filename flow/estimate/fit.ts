import type { Needs, Pattern } from '../flow.ts';
import { allPatterns, inSentence, patternRules } from '../patterns/patterns.ts';
import { type Fit, type Verdict, verdictOf } from '../patterns/rules.ts';
import type { PriceCard } from './card.ts';
import type { Counts } from './count.ts';
import { type Estimate, eachPattern, estimate } from './estimate.ts';
import { overlap, sameRange } from './range.ts';

export interface Advice {
  verdicts: Record<Pattern, Verdict>;
  /**
   * `recommended`: one pattern. `tie`: several fit equally and cost the same. `no-clear-winner`: several fit equally and
   * their prices overlap. `too-few-systems`: there is nothing to connect yet.
   */
  outcome: 'recommended' | 'tie' | 'no-clear-winner' | 'too-few-systems';
  /** The recommended one, or those between which there is no decision, the cheaper middle first. */
  patterns: Pattern[];
  /** How it was decided, in words. */
  why: string;
  /** Needs that are not said and could change the answer. */
  unsaid: (keyof Needs)[];
}

/**
 * Which pattern to take. Needs come first: a pattern that does not fit never wins, however cheap. Among those that fit
 * best (fewest conditions first; events only where a genuine need speaks for them) the price decides, if it can.
 */
export function advise(card: PriceCard, needs: Needs, counts: Counts): Advice {
  const verdicts = eachPattern((pattern) => verdictOf(patternRules(pattern), needs, counts, card));
  const unsaid = deciding.filter((need) => needs[need] === undefined);
  if (counts.systems < 2)
    return {
      verdicts,
      outcome: 'too-few-systems',
      patterns: [],
      why: 'There are no two systems to connect yet.',
      unsaid,
    };
  return { verdicts, ...choose(verdicts, estimate(card, counts)), unsaid };
}

const deciding = ['eventsPerDay', 'freshnessMinutes', 'purpose', 'involvement'] as const;

function choose(verdicts: Advice['verdicts'], prices: Estimate): Pick<Advice, 'outcome' | 'patterns' | 'why'> {
  const equals = fitBest(verdicts);
  const best = needed(equals, verdicts);
  const [cheapest, ...dearer] = [...best].sort((a, b) => prices[a].mid - prices[b].mid);
  if (!cheapest) throw new Error('No pattern fits, though nothing speaks against the hub');
  if (dearer.length === 0)
    return {
      outcome: 'recommended',
      patterns: [cheapest],
      why: fitWords(verdicts[cheapest], equals.length > best.length),
    };
  const near = dearer.filter((pattern) => overlapOrSame(prices, cheapest, pattern));
  if (near.length === 0) {
    const why = `${list([cheapest, ...dearer])} fit equally well; ${inSentence(cheapest)} is clearly the cheapest.`;
    return { outcome: 'recommended', patterns: [cheapest], why };
  }
  const patterns = [cheapest, ...near];
  if (patterns.every((pattern) => sameRange(prices[pattern], prices[cheapest])))
    return { outcome: 'tie', patterns, why: `${list(patterns)} fit equally well and cost the same.` };
  const start = patterns.includes('hub-and-spoke') ? ' When in doubt, start with the hub.' : '';
  const why = `${list(patterns)} fit equally well and their prices overlap.${start}`;
  return { outcome: 'no-clear-winner', patterns, why };
}

function fitBest(verdicts: Advice['verdicts']): Pattern[] {
  const ranked = allPatterns.flatMap(({ id }) => {
    const { fit, rules } = verdicts[id];
    return fit === 'does-not-fit'
      ? []
      : [{ id, conditions: rules.filter((rule) => rule.weight === 'condition').length }];
  });
  const fewest = Math.min(...ranked.map((candidate) => candidate.conditions));
  return ranked.filter((candidate) => candidate.conditions === fewest).map((candidate) => candidate.id);
}

/** Only a genuine need speaks for events: without one they are not set against patterns that fit as well. */
function needed(equals: Pattern[], verdicts: Advice['verdicts']): Pattern[] {
  const asked = verdicts['event-driven'].rules.some((rule) => rule.weight === 'for');
  const others = equals.filter((pattern) => pattern !== 'event-driven');
  return asked || others.length === 0 ? equals : others;
}

function overlapOrSame(prices: Estimate, a: Pattern, b: Pattern): boolean {
  return overlap(prices[a], prices[b]) || sameRange(prices[a], prices[b]);
}

function fitWords({ fit }: Verdict, eventsSetAside: boolean): string {
  if (fit === 'fits') return 'It alone fits without conditions.';
  return eventsSetAside
    ? 'None fits without conditions. Events would fit as well, but nothing asks for them.'
    : 'None fits without conditions; it has the fewest.';
}

/** `Hub-and-spoke, event-driven and batch ETL`, as a sentence begins. */
function list(patterns: Pattern[]): string {
  const words = patterns.map(inSentence);
  const last = words.pop() ?? '';
  const all = words.length === 0 ? last : `${words.join(', ')} and ${last}`;
  return all.charAt(0).toUpperCase() + all.slice(1);
}

/** The verdict as a label: "Fits with conditions". */
export function fitLabel(fit: Fit): string {
  switch (fit) {
    case 'fits':
      return 'Fits';
    case 'fits-with-conditions':
      return 'Fits with conditions';
    case 'does-not-fit':
      return 'Does not fit';
  }
}
