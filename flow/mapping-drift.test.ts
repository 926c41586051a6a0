import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { accepted, driftOf } from './mapping-drift.ts';
import { type LearnedShape, learn, nothingLearned } from './mapping-drift-learned.ts';

const order = (more: { [name: string]: Json } = {}): Json => ({
  id: 1,
  total: '12.50',
  note: 'gift',
  lines: [{ sku: 'A', price: 2 }],
  ...more,
});
const learnedFrom = (normal: Json, latest: Json, n = 12): LearnedShape => {
  let shape = nothingLearned();
  for (let message = 0; message < 50; message++) shape = learn(shape, normal);
  for (let message = 0; message < n; message++) shape = learn(shape, latest);
  return shape;
};
const without = (name: string): Json =>
  Object.fromEntries(Object.entries(order() as { [name: string]: Json }).filter(([key]) => key !== name));
const told = (shape: LearnedShape, reads: string[][] = []) =>
  driftOf(shape, reads).map(({ kind, field, matters }) => `${kind} ${field}${matters ? '!' : ''}`);

describe('drift', () => {
  it.each<[string, Json, string[]]>([
    ['what comes as it came', order(), []],
    ['a new field', order({ gift: true }), ['new-field gift']],
    ['a new object, which speaks for all in it', order({ shop: { id: 1, name: 'x' } }), ['new-field shop']],
    ['a new field of elements', order({ lines: [{ sku: 'A', price: 2, tax: 1 }] }), ['new-field lines[].tax']],
    ['a field that stopped coming', without('note'), ['missing-field note']],
    ['a list that stopped coming, which speaks for all in it', without('lines'), ['missing-field lines']],
    ['a list that is empty', order({ lines: [] }), []],
    ['a number that became text', order({ id: 'one' }), ['changed-type id']],
    ['an amount without cents', order({ lines: [{ sku: 'A', price: 2.5 }] }), []],
    ['more nulls', order({ note: null }), ['more-nulls note']],
    ['names like any other', order({ constructor: 1, 'a.b': 2 }), ['new-field "a.b"', 'new-field constructor']],
  ])('tells of %s', (_, latest, found) => {
    expect(told(learnedFrom(order(), latest))).toEqual(found);
  });

  it('says which of it a map reads, itself or inside', () => {
    expect(told(learnedFrom(order(), without('lines')), [['lines', '[]', 'price']])).toEqual(['missing-field lines!']);
    expect(told(learnedFrom(order(), without('note')), [['id']])).toEqual(['missing-field note']);
  });

  it('says it in words with numbers', () => {
    const [drift] = driftOf(learnedFrom(order(), without('note')));
    expect(drift?.words).toBe('“note” stopped coming: it was in 50 of 50, and in none of the last 12.');
  });

  it('tells of a field that comes less long before it is gone from the latest', () => {
    let shape = learnedFrom(order(), order(), 40);
    for (let message = 0; message < 20; message++) shape = learn(shape, without('note'));
    expect(driftOf(shape).map(({ words }) => words)).toEqual(['“note” comes less: in 57 %, it was in 100 %.']);
  });

  it('says nothing before it has seen a few', () => {
    expect(told(learnedFrom(order(), without('note'), 4))).toEqual([]);
    expect(told(learn(nothingLearned(), order()))).toEqual([]);
  });

  it('ends when the latest is taken as normal, and what was different fades when it ends', () => {
    const drifted = learnedFrom(order(), without('note'));
    expect(told(accepted(drifted))).toEqual([]);
    let back = learnedFrom(order(), order({ id: 'one' }), 2);
    for (let message = 0; message < 300; message++) back = learn(back, order());
    expect(told(back)).toEqual([]);
  });

  it('is bounded in fields and leaves its input alone', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`f${n}`, n]));
    const before = nothingLearned();
    expect(Object.keys(learn(before, wide).base.fields)).toHaveLength(2000);
    expect(before).toEqual(nothingLearned());
  });
});
