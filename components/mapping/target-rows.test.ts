import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { FieldRow, LoopRow, Row } from '#flow/mapping/document.ts';
import { tree } from '#flow/mapping/tree.ts';
import { coverageOf, isRequiredMissing } from './coverage.ts';
import { targetRows } from './target-rows.ts';

const text: JsonSchema = { type: 'string' };
const schema: JsonSchema = {
  type: 'object',
  required: ['Number', 'Contact', 'Lines'],
  properties: {
    Number: text,
    Contact: { type: 'object', required: ['Name'], properties: { Name: text, Email: text } },
    Address: { type: 'object', required: ['City'], properties: { City: text, Street: text } },
    Lines: {
      type: 'array',
      items: { type: 'object', required: ['Code'], properties: { Code: text, Tags: { type: 'array', items: text } } },
    },
    Note: text,
  },
};
const field = (id: string, target: string): FieldRow => ({
  kind: 'field',
  id,
  target: target.split('.'),
  rule: { kind: 'constant', value: 'x' },
});
const loop = (id: string, over: string, rows: Row[]): LoopRow => ({
  kind: 'loop',
  id,
  target: ['Lines'],
  from: 'root',
  over: [over],
  rows,
});
const rowsOf = (...rows: Row[]) => targetRows(tree(schema), rows);
const drawn = (...rows: Row[]) =>
  rowsOf(...rows).map((row) => `${'  '.repeat(row.depth)}${row.as} ${row.key}${row.field || row.loop ? ' =' : ''}`);

describe('the rows of the target', () => {
  it('are those of the schema while nothing is mapped', () => {
    expect(drawn()).toEqual([
      'field Number',
      'group Contact',
      '  field Contact.Name',
      '  field Contact.Email',
      'group Address',
      '  field Address.City',
      '  field Address.Street',
      'list Lines',
      '  field ?Lines[].Code',
      '  list ?Lines[].Tags',
      'field Note',
    ]);
  });

  it('show each loop in the place of its list, with the fields once more', () => {
    expect(drawn(loop('l1', 'items', [field('a', 'Code')]), field('n', 'Note'), loop('l2', 'shipping', []))).toEqual([
      'field Number',
      'group Contact',
      '  field Contact.Name',
      '  field Contact.Email',
      'group Address',
      '  field Address.City',
      '  field Address.Street',
      'loop l1/ =',
      '  field l1/Code =',
      '  list l1/Tags',
      'loop l2/ =',
      '  field l2/Code',
      '  list l2/Tags',
      'field Note =',
    ]);
  });

  it('keep what the schema does not know, last in its scope', () => {
    const rows = rowsOf(field('a', 'Contact.Phone'), loop('l1', 'items', [field('b', 'Odd')]));
    expect(rows.filter((row) => row.isUnknown).map(({ key, path }) => [key, path])).toEqual([
      ['l1/Odd#b', ['Lines', '[]', 'Odd']],
      ['Contact.Phone#a', ['Contact', 'Phone']],
    ]);
  });

  it('show a second row for the same field, so that it can be removed', () => {
    expect(drawn(field('a', 'Note'), field('b', 'Note')).slice(-2)).toEqual(['field Note =', 'field Note#b =']);
  });

  it('say where they would be written, through lists that have no loop yet', () => {
    const rows = rowsOf(loop('l1', 'items', []));
    expect(rows.find(({ key }) => key === 'l1/Code')).toMatchObject({
      scope: 'l1',
      target: ['Code'],
      isUnreached: false,
    });
    const code = rowsOf().find(({ name }) => name === 'Code');
    expect(code).toMatchObject({ scope: undefined, target: ['Lines', '[]', 'Code'], isUnreached: true });
  });

  it('end with a place for a new field where the target takes any', () => {
    expect(targetRows([], [field('a', 'email')], true).map(({ as, key }) => [as, key])).toEqual([
      ['field', 'email#a'],
      ['add', '+'],
    ]);
  });

  it('have one key each', () => {
    const rows = rowsOf(field('a', 'Note'), field('b', 'Note'), loop('l1', 'x', []), loop('l2', 'x', []));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

describe('what is still to be mapped', () => {
  const missing = (...rows: Row[]) =>
    rowsOf(...rows)
      .filter(isRequiredMissing)
      .map(({ key }) => key);

  it('is required fields, those of an optional object only once something in it is mapped', () => {
    expect(missing()).toEqual(['Number', 'Contact.Name', 'Lines']);
    expect(missing(field('a', 'Address.Street'))).toEqual(['Number', 'Contact.Name', 'Address.City', 'Lines']);
  });

  it('is asked of every loop', () => {
    expect(missing(loop('l1', 'x', []), loop('l2', 'y', [field('a', 'Code')]))).toEqual([
      'Number',
      'Contact.Name',
      'l1/Code',
    ]);
  });

  it('is nothing inside an object mapped as a whole', () => {
    expect(missing(field('a', 'Contact'))).toEqual(['Number', 'Lines']);
  });

  it('is counted, fields only', () => {
    expect(coverageOf(rowsOf(field('n', 'Number'), loop('l1', 'x', [field('a', 'Code')])))).toEqual({
      required: { mapped: 3, all: 4 },
      mapped: 3,
      all: 9,
    });
  });
});
