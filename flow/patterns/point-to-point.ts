import type { PriceCard } from '../estimate/card.ts';
import { type Counts, meshCounts } from '../estimate/count.ts';
import { grouped, rangeWords, times } from '../estimate/range.ts';
import type { Needs } from '../flow.ts';
import { accessRules, bulkRules, counted, hereAre, spikeOf, spikeWords } from './needs.ts';
import type { PatternRules, Rule } from './rules.ts';

/** Trigger → map → action, one connection for each pair of systems. */
export const pointToPoint: PatternRules = {
  id: 'point-to-point',
  name: 'Point-to-point',
  summary: 'Each pair of systems gets a connection of its own.',
  priceWords: (card) => `${rangeWords(card['point-to-point'].perConnection)} per connection`,
  build: (card, counts) => times(card['point-to-point'].perConnection, counts.connections),
  countedAs({ systems, connections, topology }) {
    const formula = topology === 'mesh' && systems > 2 ? ` (${systems} × ${systems - 1} / 2)` : '';
    return `${counted(connections, 'connection')}${formula}`;
  },
  nextSystem(card, { systems, topology }) {
    const each = card['point-to-point'].perConnection;
    if (topology === 'drawn') return { ...each, words: `${rangeWords(each)} for each connection it needs` };
    const price = times(each, systems);
    return { ...price, words: `${rangeWords(price)} (${counted(systems, 'connection')})` };
  },
  limit: 'Does not scale: n systems that all talk to each other need n(n−1)/2 connections.',
  visibleAfter: () => 'under a minute',
  whenOneIsDown: ({ systems, topology }) =>
    topology === 'mesh' && systems > 2 ? `its ${systems - 1} connections stop` : 'its connections stop',
  lookAfter: ({ connections }) => (connections === 1 ? '1 connection' : `${connections} separate connections`),
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
  const { under } = card['point-to-point'].eventsPerDay;
  const events = `${grouped(eventsPerDay)} a day`;
  if (eventsPerDay < under)
    return [{ need: 'eventsPerDay', weight: 'for', words: `${events} is under its ${grouped(under)}.` }];
  if (eventsPerDay < card['event-driven'].eventsPerDay.from) {
    const words = `Meant for under ${grouped(under)} a day; with ${events} the limits of the target decide.`;
    return [{ need: 'eventsPerDay', weight: 'condition', words }];
  }
  return [
    { need: 'eventsPerDay', weight: 'against', words: `${events} needs a buffer, which a direct connection has not.` },
  ];
}

/** What counts is connections: a few of them are looked after as easily among many systems as in a mesh of few. */
function systemRules({ systems, connections }: Counts, card: PriceCard): Rule[] {
  const { from, to } = card['point-to-point'].systems;
  const meant = `Meant for ${from}–${to} systems`;
  const drawn = counted(connections, 'connection');
  if (systems < from) return [{ need: 'systems', weight: 'note', words: `${meant}; ${hereAre(systems)}.` }];
  if (systems <= to) return [{ need: 'systems', weight: 'for', words: `${meant}; ${hereAre(systems)}.` }];
  if (connections <= meshCounts(to).connections)
    return [{ need: 'systems', weight: 'for', words: `${meant}; ${systems} with only ${drawn} are no more work.` }];
  if (connections <= meshCounts(card['hub-and-spoke'].systems.to).connections) {
    const words = `${meant}; ${hereAre(systems)} with ${drawn}, looked after one by one.`;
    return [{ need: 'systems', weight: 'condition', words }];
  }
  return [{ need: 'systems', weight: 'against', words: `Does not scale to ${systems} systems with ${drawn}.` }];
}

function conflictRules({ involvement }: Needs): Rule[] {
  if (involvement === 'shared') {
    const words = 'Data that is changed in several places needs one place that decides, and there is none.';
    return [{ need: 'involvement', weight: 'against', words }];
  }
  if (involvement !== 'passed-on') return [];
  return [{ need: 'involvement', weight: 'for', words: 'What is only passed on needs nothing in between.' }];
}

function spikeRules(needs: Needs): Rule[] {
  const factor = spikeOf(needs);
  if (factor === undefined) return [];
  const words = `${spikeWords(needs, factor)}, and nothing here buffers it.`;
  return [{ need: 'peakPerMinute', weight: 'condition', words }];
}

function freshnessRules({ freshnessMinutes }: Needs): Rule[] {
  if (freshnessMinutes === undefined) return [];
  return [
    { need: 'freshnessMinutes', weight: 'for', words: 'A change goes straight through and shows in under a minute.' },
  ];
}
