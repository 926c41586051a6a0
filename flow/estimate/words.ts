import type { Needs, Pattern } from '../flow.ts';
import { counted, minutesWords } from '../patterns/needs.ts';
import { inSentence, patternRules } from '../patterns/patterns.ts';
import type { PriceCard } from './card.ts';
import type { Counts } from './count.ts';
import { estimate } from './estimate.ts';
import { advise } from './fit.ts';
import { inEuros } from './range.ts';

/** The quiet line under the canvas: "Point-to-point, 1 connection: EUR 400–800". */
export function quietLine(card: PriceCard, pattern: Pattern, counts: Counts): string {
  const { name } = patternRules(pattern);
  if (counts.systems < 2 || counts.connections === 0) return `${name}: connect two systems to see a price`;
  const price = estimate(card, counts)[pattern];
  return `${name}, ${price.countedAs}: ${inEuros(price)}`;
}

/** The sentence the estimate opens with: what was asked, what is advised, what it costs. */
export function answerSentence(card: PriceCard, needs: Needs, counts: Counts): string {
  const { outcome, patterns } = advise(card, needs, counts);
  const prices = estimate(card, counts);
  const asked = `For ${[systemsWords(counts), ...needsWords(needs)].join(', ')}`;
  const [first] = patterns;
  if (outcome === 'too-few-systems' || !first) return 'Draw two systems and connect them to see what this costs.';
  if (outcome === 'recommended') return `${asked}: ${inSentence(first)}, ${inEuros(prices[first])} to build.`;
  if (outcome === 'tie')
    return `${asked}: ${patterns.map(inSentence).join(' or ')}, ${inEuros(prices[first])} to build either way.`;
  const offers = patterns.map((pattern) => `${inSentence(pattern)} (${inEuros(prices[pattern])})`);
  return `${asked}: no clear winner between ${offers.slice(0, -1).join(', ')} and ${offers.at(-1)}.`;
}

function systemsWords({ systems, connections, topology }: Counts): string {
  const words = counted(systems, 'system');
  if (topology === 'drawn') return `${words} with ${counted(connections, 'connection')}`;
  return systems === 2 ? `${words} that talk to each other` : `${words} that all talk to each other`;
}

function needsWords({ eventsPerDay, freshnessMinutes, purpose }: Needs): string[] {
  const said: string[] = [];
  if (purpose === 'reporting') said.push('for reporting');
  if (purpose === 'migration') said.push('for a migration');
  if (eventsPerDay !== undefined) said.push(`${counted(eventsPerDay, 'event')} a day`);
  if (freshnessMinutes === 0) said.push('visible at once');
  else if (freshnessMinutes !== undefined) said.push(`visible within ${minutesWords(freshnessMinutes)}`);
  return said;
}
