import type { PriceCard } from '../estimate/card.ts';
import { rangeWords } from '../estimate/range.ts';
import type { Needs } from '../flow.ts';
import { filesOnly, minutesWords } from './needs.ts';
import type { PatternRules, Rule } from './rules.ts';

/** Extract, transform, load on a schedule. Freshness is its gate: price never overrules that. */
export const batchEtl: PatternRules = {
  id: 'batch-etl',
  name: 'Batch ETL',
  summary: 'On a schedule, everything that changed is extracted, transformed and loaded in bulk.',
  priceWords: (card) => `${rangeWords(card['batch-etl'].solution)}, one fixed price`,
  build: (card) => card['batch-etl'].solution,
  countedAs: () => 'one pipeline',
  nextSystem: () => ({ low: 0, high: 0, words: 'nothing on the card' }),
  limit: 'Never real-time.',
  visibleAfter: (card) => `${latency(card)} minutes`,
  whenOneIsDown: () => 'the next load catches up',
  lookAfter: () => '1 schedule, 1 load',
  rules: (needs, _counts, card) => [
    ...freshnessRules(needs, card),
    ...conflictRules(needs),
    ...purposeRules(needs),
    ...filesOnly(needs).map((system): Rule => {
      return { need: 'access', weight: 'for', words: `“${system}” only gives files, which is what a load reads.` };
    }),
    { need: 'systems', weight: 'note', words: 'One price, however many systems, at any volume.' },
  ],
};

function freshnessRules({ freshnessMinutes: wanted, purpose }: Needs, card: PriceCard): Rule[] {
  const { from, to } = card['batch-etl'].latencyMinutes;
  if (wanted === undefined) {
    if (purpose === 'reporting' || purpose === 'migration') return [];
    const words = `A change shows after ${latency(card)} minutes; how soon it must is not said.`;
    return [{ need: 'freshnessMinutes', weight: 'condition', words }];
  }
  const words = `${minutesWords(wanted)} wanted`;
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  if (wanted < from)
    return [{ need: 'freshnessMinutes', weight: 'against', words: `${sentence}; ${from} minutes is its best.` }];
  if (wanted <= to) {
    const often = `${sentence}; a load shows after ${latency(card)} minutes, so it must be small and run often.`;
    return [{ need: 'freshnessMinutes', weight: 'condition', words: often }];
  }
  return [
    { need: 'freshnessMinutes', weight: 'for', words: `${sentence}; a load shows after ${latency(card)} minutes.` },
  ];
}

function conflictRules({ involvement }: Needs): Rule[] {
  if (involvement !== 'shared') return [];
  const words = 'A load goes one way; changes made on both sides would overwrite each other.';
  return [{ need: 'involvement', weight: 'against', words }];
}

function purposeRules(needs: Needs): Rule[] {
  if (needs.purpose === 'reporting')
    return [{ need: 'purpose', weight: 'for', words: 'Reporting and warehouses are what it is meant for.' }];
  if (needs.purpose === 'migration')
    return [{ need: 'purpose', weight: 'for', words: 'Moving history in bulk is what it is meant for.' }];
  if (filesOnly(needs).length > 0) return [];
  const words = 'Meant for reporting, migrations and systems that only give files';
  const said = needs.purpose === 'operations' ? 'this is for operations' : 'the purpose is not said';
  return [{ need: 'purpose', weight: 'condition', words: `${words}; ${said}.` }];
}

function latency(card: PriceCard): string {
  const { from, to } = card['batch-etl'].latencyMinutes;
  return `${from}–${to}`;
}
