import type { PriceCard } from '../estimate/card.ts';
import type { Counts } from '../estimate/count.ts';
import { grouped, plus, rangeWords, times } from '../estimate/range.ts';
import type { Needs } from '../flow.ts';
import { accessRules, bulkRules, counted, hereAre, mustShowAtOnce, spikeOf, spikeWords } from './needs.ts';
import type { PatternRules, Rule } from './rules.ts';

/** One hub per kind of data; each system has one spoke to it. No rule speaks against it, so that there is always an answer. */
export const hubAndSpoke: PatternRules = {
  id: 'hub-and-spoke',
  name: 'Hub-and-spoke',
  summary: 'Each system is connected once, to a hub that transforms, resolves conflicts and retries.',
  priceWords(card) {
    const { hub, perSpoke } = card['hub-and-spoke'];
    return `${rangeWords(hub)} for the hub + ${rangeWords(perSpoke)} per spoke`;
  },
  build(card, counts) {
    const { hub, perSpoke } = card['hub-and-spoke'];
    return plus(hub, times(perSpoke, counts.spokes));
  },
  countedAs: ({ spokes }) => `hub + ${counted(spokes, 'spoke')}`,
  nextSystem(card) {
    const each = card['hub-and-spoke'].perSpoke;
    return { ...each, words: rangeWords(each) };
  },
  limit: 'Everything goes through the hub; a system that joins is one spoke more.',
  visibleAfter: () => 'under a minute',
  whenOneIsDown: () => 'the others go on',
  lookAfter: ({ spokes }) => `1 hub, ${counted(spokes, 'map')} each way`,
  rules: (needs, counts, card) => [
    ...volumeRules(needs, card),
    ...systemRules(counts, card),
    ...conflictRules(needs),
    ...spikeRules(needs),
    ...bulkRules(needs),
    ...accessRules(needs),
    ...freshnessRules(needs),
  ],
};

function volumeRules({ eventsPerDay }: Needs, card: PriceCard): Rule[] {
  if (eventsPerDay === undefined) return [];
  const { from, to } = card['hub-and-spoke'].eventsPerDay;
  const band = `${grouped(from)}–${grouped(to)}`;
  const events = `${grouped(eventsPerDay)} a day`;
  if (eventsPerDay < from)
    return [{ need: 'eventsPerDay', weight: 'note', words: `${events} is below its ${band}, which does it no harm.` }];
  if (eventsPerDay <= to) return [{ need: 'eventsPerDay', weight: 'for', words: `${events} is inside its ${band}.` }];
  return [
    { need: 'eventsPerDay', weight: 'condition', words: `Meant for up to ${grouped(to)} a day; ${events} is more.` },
  ];
}

function systemRules({ systems }: Counts, card: PriceCard): Rule[] {
  const { from, to } = card['hub-and-spoke'].systems;
  if (systems < from)
    return [{ need: 'systems', weight: 'condition', words: `Pays from ${from} systems; ${hereAre(systems)}.` }];
  const meant = `Meant for ${from}–${to} systems; ${hereAre(systems)}`;
  if (systems <= to) return [{ need: 'systems', weight: 'for', words: `${meant}.` }];
  return [{ need: 'systems', weight: 'condition', words: `${meant}, so give each kind of data a hub of its own.` }];
}

function conflictRules({ involvement }: Needs): Rule[] {
  switch (involvement) {
    case 'shared':
      return [
        { need: 'involvement', weight: 'for', words: 'The hub decides which of two changes wins, in one place.' },
      ];
    case 'transformed':
      return [
        {
          need: 'involvement',
          weight: 'for',
          words: 'Each system is mapped once, to the hub, whatever the others are.',
        },
      ];
    case 'passed-on':
      return [{ need: 'involvement', weight: 'note', words: 'What is only passed on makes little use of a hub.' }];
    default:
      return [];
  }
}

function spikeRules(needs: Needs): Rule[] {
  const factor = spikeOf(needs);
  if (factor === undefined) return [];
  const words = `${spikeWords(needs, factor)}, and all of it goes through the one hub.`;
  return [{ need: 'peakPerMinute', weight: 'condition', words }];
}

function freshnessRules(needs: Needs): Rule[] {
  if (needs.freshnessMinutes === undefined) return [];
  if (mustShowAtOnce(needs)) {
    const words = 'A change is through the hub in under a minute; at once is not promised.';
    return [{ need: 'freshnessMinutes', weight: 'condition', words }];
  }
  return [{ need: 'freshnessMinutes', weight: 'for', words: 'A change is through the hub in under a minute.' }];
}
