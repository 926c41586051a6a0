import { describe, expect, it } from 'vitest';
import { judge, type Sent, type Targets, type Told } from './verdict.ts';

/** Made-up logs of the sink: the kill test is worth only as much as this can fail. */

const one: Sent = { lane: 'keyed', order: 'o1', expects: [{ path: '/keyed/one', thing: 'o1' }] };
const two: Sent = {
  ...{ lane: 'split', order: 'o2' },
  expects: ['o2.1', 'o2.2'].map((thing) => ({ path: '/keyed/lines', thing })),
};
const three: Sent = { lane: 'filter', order: 'o3', expects: [] };
const sent = [one, two, three];

const good = (): Targets => ({
  '/keyed/one': { acts: { o1: ['a'] }, bodyChanged: [] },
  '/keyed/lines': { acts: { 'o2.1': ['b'], 'o2.2': ['c'] }, bodyChanged: [] },
});
const line = (filtered = 0) => ({ received: 1, filtered, gap: 0, differs: 0 });
const told = (more: Partial<Told> = {}): Told => ({
  parked: new Set(),
  ledger: { keyed: line(), split: line(), filter: line(1) },
  ...more,
});
const changed = (change: (targets: Targets) => void): Targets => {
  const targets = good();
  change(targets);
  return targets;
};
const fine = { accepted: 3, delivered: 2, filtered: 1, parked: 0, lost: 0, doubled: 0, bodyChanged: 0, wrong: [] };

describe('the verdict of the kill test', () => {
  it('is clean where everything arrived once or was filtered', () => {
    expect(judge(sent, good(), told())).toEqual(fine);
  });

  it.each<[string, Targets, Partial<Told>, object]>([
    [
      'an order that arrived nowhere',
      changed((all) => delete all['/keyed/one']?.acts.o1),
      {},
      { delivered: 1, lost: 1 },
    ],
    [
      'an order of which one line is missing',
      changed((all) => delete all['/keyed/lines']?.acts['o2.2']),
      {},
      { lost: 1 },
    ],
    ['a whole target that heard nothing', changed((all) => delete all['/keyed/lines']), {}, { lost: 1 }],
    [
      'an order that was to be filtered and was not',
      good(),
      { ledger: { ...told().ledger, filter: line() } },
      { lost: 1 },
    ],
    ['a second act', changed((all) => all['/keyed/one']?.acts.o1?.push('z')), {}, { doubled: 1 }],
    [
      'an act on what should have been filtered',
      changed((all) => Object.assign(all['/keyed/one']?.acts ?? {}, { o3: ['z'] })),
      {},
      { doubled: 1 },
    ],
    [
      'a key that came with another body',
      changed((all) => all['/keyed/one']?.bodyChanged.push('a')),
      {},
      { bodyChanged: 1 },
    ],
    ['a parked order', good(), { parked: new Set(['o1']) }, { delivered: 1, parked: 1, lost: 0 }],
  ])('sees %s', (_, targets, more, expected) => {
    expect(judge(sent, targets, told(more))).toMatchObject(expected);
  });

  it.each([
    [{ received: 2 }, 'keyed: 1 were accepted, and its ledger has received 2.'],
    [{ gap: 1 }, 'keyed: the ledger has a gap of 1 and differs by 0.'],
    [{ differs: -1 }, 'keyed: the ledger has a gap of 0 and differs by -1.'],
  ])('says what the product’s own ledger says against it: %j', (more, words) => {
    const ledger = { ...told().ledger, keyed: { ...line(), ...more } };
    expect(judge(sent, good(), told({ ledger })).wrong).toEqual([words]);
  });

  it('adds up: parked, delivered, filtered and lost are what was accepted', () => {
    const { accepted, delivered, filtered, parked, lost } = judge(sent, {}, told({ parked: new Set(['o2']) }));
    expect(delivered + filtered + parked + lost).toBe(accepted);
  });
});
