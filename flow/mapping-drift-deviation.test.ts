import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { accepted, driftOf } from './mapping-drift.ts';
import { deviationsFrom } from './mapping-drift-deviation.ts';
import { type LearnedShape, learn, learnChanged, nothingLearned } from './mapping-drift-learned.ts';

const order = (more: JsonObject = {}): JsonObject => ({
  id: 1,
  total: '12.50',
  note: 'gift',
  lines: [{ sku: 'A', price: 2 }],
  ...more,
});
const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(order()).filter(([field]) => field !== name));
const learnedFrom = (bodies: Json[]): LearnedShape => bodies.reduce<LearnedShape>(learn, nothingLearned());
const normal = learnedFrom(Array(50).fill(order()));
const reads = [['id'], ['note'], ['lines', '[]', 'price'], ['lines', '[]', 'sku'], ['lines'], ['unheard', 'of']];
const told = (learned: LearnedShape, body: Json) =>
  deviationsFrom(learned, reads)(body).map(({ field, change }) => `${field}: ${change}`);

describe('a message that deviates', () => {
  it.each<[string, Json, string[]]>([
    ['one like the others', order(), []],
    ['a new field', order({ gift: true }), []],
    ['a field that no rule reads', without('total'), []],
    ['a field that is gone', without('note'), ['note: it is missing, and was always there']],
    [
      'a list that is gone, which speaks for all in it',
      without('lines'),
      ['lines: it is missing, and was always there'],
    ],
    [
      'a field that is gone in one element',
      order({ lines: [{ sku: 'A', price: 2 }, { sku: 'B' }, { sku: 'C' }] }),
      ['lines[].price: it is missing, and was always there'],
    ],
    ['an empty list', order({ lines: [] }), []],
    ['a null where none was', order({ note: null }), ['note: it is null, and never was']],
    ['a number that became text', order({ id: 'one' }), ['id: it is string, and was integer']],
    ['an object that became text', order({ lines: ['A'] }), ['lines[]: it is string, and was object']],
    ['a list that became text', order({ lines: 'A' }), ['lines[]: it is string, and was object']],
    ['a list that became its one element', order({ lines: { sku: 'A', price: 2 } }), []],
    ['an amount with cents among those without', order({ lines: [{ sku: 'A', price: 2.5 }] }), []],
    ['text that looks like a date', order({ note: '2026-11-23' }), []],
    [
      'several at once',
      { total: '1.00', lines: [{ price: 'x' }] },
      [
        'id: it is missing, and was always there',
        'note: it is missing, and was always there',
        'lines[].price: it is string, and was integer',
        'lines[].sku: it is missing, and was always there',
      ],
    ],
    ['no object at all', 'text', []],
  ])('is told by the fields that the map reads: %s', (_, body, found) => {
    expect(told(normal, body)).toEqual(found);
  });

  it.each([
    [96, ['note: it is missing, and was there in 96 %']],
    [94, []],
  ])('misses only what was there nearly always: %i of 100', (times, found) => {
    const learned = { ...normal, base: { messages: 100, fields: { ...normal.base.fields } } };
    learned.base.fields[''] = { seen: 100, nulls: 0, kinds: { object: 100 } };
    learned.base.fields.note = { seen: times, nulls: 0, kinds: { string: times } };
    learned.base.fields.id = { seen: 100, nulls: 0, kinds: { integer: 100 } };
    learned.base.fields.lines = { seen: 100, nulls: 0, kinds: { array: 100 } };
    expect(told(learned, without('note'))).toEqual(found);
  });

  it('is none before a few were seen', () => {
    const bodies = (n: number) => learnedFrom(Array(n).fill(order()));
    expect(told(bodies(4), without('note'))).toEqual([]);
    expect(told(bodies(5), without('note'))).toHaveLength(1);
  });

  it('is no longer one once it was taken as normal, however few of its kind came, and nothing else is', () => {
    const changed = { ...without('note'), id: 'one' };
    for (const learned of [learnChanged(normal, changed), [order(), order(), changed, order()].reduce(learn, normal)]) {
      const next = accepted({ ...learned, stopped: stop }, [changed], reads);
      expect(told(next, changed)).toEqual([]);
      expect(told(next, order({ lines: ['A'] }))).toHaveLength(1);
      expect(next.stopped).toBeUndefined();
      const later = Array<Json>(20).fill(changed).reduce<LearnedShape>(learnChanged, next);
      expect(driftOf(later, reads)).toEqual([]);
    }
  });

  it('is allowed until other messages are what is normal', () => {
    const allowed = accepted(learnChanged(normal, without('note')), [without('note')], reads);
    const back = accepted(Array<Json>(50).fill(order()).reduce<LearnedShape>(learn, allowed));
    expect(told(back, without('note'))).toHaveLength(1);
  });

  it('that is held up is none of the normal ones, however few there are', () => {
    const learned = learnChanged(learnedFrom(Array(10).fill(order())), without('note'));
    expect([learned.base.messages, learned.recent.messages]).toEqual([10, 1]);
  });

  it('is found by names like any other, and nothing is made of hostile ones', () => {
    const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": "c", "a.b": 2}');
    const paths = [['__proto__', 'a'], ['constructor'], ['a.b'], ['toString']];
    const deviations = deviationsFrom(learnedFrom(Array(9).fill(odd)), paths);
    expect(deviations(odd)).toEqual([]);
    expect(deviations({}).map(({ field }) => field)).toEqual(['__proto__', 'constructor', '"a.b"']);
  });
});

const stop = { message: 'm', field: 'note', words: 'w', since: '2026-11-23T00:00:00Z' };
