import type { PriceCard } from '../estimate/card.ts';
import { grouped, rangeWords } from '../estimate/range.ts';
import type { Needs } from '../flow.ts';
import { accessRules, bulkRules, mustShowAtOnce, spikeOf, spikeWords } from './needs.ts';
import type { PatternRules, Rule } from './rules.ts';

/** Publishers and subscribers around a topic. Only a genuine need (volume, at once, spikes) makes it fit without conditions. */
export const eventDriven: PatternRules = {
  id: 'event-driven',
  name: 'Event-driven',
  summary: 'Systems publish events to a queue; whoever needs them reads at its own pace.',
  priceWords: (card) => `${rangeWords(card['event-driven'].solution)}, one fixed price`,
  build: (card) => card['event-driven'].solution,
  countedAs: () => 'one fixed price',
  nextSystem: () => ({ low: 0, high: 0, words: 'nothing on the card' }),
  limit: 'Fully decoupled: nobody sees the whole unless it is watched.',
  visibleAfter: () => 'seconds',
  whenOneIsDown: () => 'its queue fills, the others go on',
  lookAfter: () => 'a broker, 1 map per reader',
  rules: (needs, _counts, card) => [
    ...needRules(needs, card),
    ...conflictRules(needs),
    ...bulkRules(needs),
    ...accessRules(needs),
    { need: 'systems', weight: 'note', words: 'One price, however many systems read.' },
  ],
};

function needRules(needs: Needs, card: PriceCard): Rule[] {
  const { eventsPerDay } = needs;
  const { from } = card['event-driven'].eventsPerDay;
  const genuine: Rule[] = [];
  if (eventsPerDay !== undefined && eventsPerDay >= from) {
    const words = `${grouped(eventsPerDay)} a day is what it is meant for, from ${grouped(from)} up.`;
    genuine.push({ need: 'eventsPerDay', weight: 'for', words });
  }
  if (mustShowAtOnce(needs))
    genuine.push({ need: 'freshnessMinutes', weight: 'for', words: 'Readers react at once, in seconds.' });
  const factor = spikeOf(needs);
  if (factor !== undefined)
    genuine.push({
      need: 'peakPerMinute',
      weight: 'for',
      words: `${spikeWords(needs, factor)}; the queue buffers it.`,
    });
  if (genuine.length > 0) return genuine;
  const wanted = eventsPerDay === undefined ? 'the volume is not said' : `${grouped(eventsPerDay)} is wanted`;
  return [{ need: 'eventsPerDay', weight: 'condition', words: `Pays from ${grouped(from)} a day; ${wanted}.` }];
}

function conflictRules({ involvement }: Needs): Rule[] {
  if (involvement !== 'shared') return [];
  const words = 'Readers do not know each other, so each must be told which of two changes wins.';
  return [{ need: 'involvement', weight: 'condition', words }];
}
