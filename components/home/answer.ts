import { type Asked, countsOf, needsOf } from '#components/estimate/asked.ts';
import { euros } from '#components/ui/format.ts';
import { patternNames } from '#components/ui/pattern-mark.tsx';
import type { PriceCard } from '#flow/estimate/card.ts';
import { estimate } from '#flow/estimate/estimate.ts';
import { advise } from '#flow/estimate/fit.ts';
import type { Pattern } from '#flow/flow.ts';

/** The answer under the question: the patterns advised, said in one line, and how the most telling other one compares. */
export interface Answer {
  patterns: Pattern[];
  advised: string;
  price: string;
  other: string;
}

export function answerTo(card: PriceCard, asked: Asked): Answer | null {
  const counts = countsOf(asked, null);
  const { outcome, patterns, verdicts, why } = advise(card, needsOf(asked, null), counts);
  const prices = estimate(card, counts);
  const [first, ...rest] = patterns;
  if (!first) return null;
  if (outcome !== 'recommended') {
    return {
      patterns,
      advised: outcome === 'tie' ? patterns.map((pattern) => patternNames[pattern]).join(' or ') : 'No clear winner',
      price:
        outcome === 'tie'
          ? `${euros(prices[first])} to build either way.`
          : `${patterns.map((pattern) => `${patternNames[pattern]} ${euros(prices[pattern])}`).join(', ')}.`,
      other: why,
    };
  }
  const compared: Pattern = first === 'point-to-point' ? 'hub-and-spoke' : 'point-to-point';
  const { countedAs } = prices[compared];
  const fits = verdicts[compared].fit === 'does-not-fit' ? ' and does not fit' : '';
  return {
    patterns: [first, ...rest],
    advised: patternNames[first],
    price: `${euros(prices[first])} to build.`,
    other: `${patternNames[compared]} needs ${countedAs}, ${euros(prices[compared])}${fits}.`,
  };
}
