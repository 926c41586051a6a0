import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import { emptyMapping, type Mapping } from '#flow/mapping/document.ts';
import { mapperModel } from '../mapper-model.ts';
import { pastedLines, withPasted } from './pasted.ts';
import { readSheet } from './sheet.ts';

const text: JsonSchema = { type: 'string' };
const source: JsonSchema = {
  type: 'object',
  properties: {
    name: text,
    customer: { type: 'object', properties: { email: text, id: text } },
    shop: { type: 'object', properties: { id: text } },
    items: { type: 'array', items: { type: 'object', properties: { title: text } } },
  },
};
const target: JsonSchema = {
  type: 'object',
  properties: {
    Number: text,
    Contact: { type: 'object', properties: { EmailAddress: text, Name: text } },
    Account: { type: 'object', properties: { Name: text } },
    Lines: { type: 'array', items: { type: 'object', properties: { Description: text } } },
  },
};
const schemas = { source, target };
const paste = (block: string, mapping: Mapping = emptyMapping) =>
  pastedLines(readSheet(block), mapperModel(mapping, schemas, undefined));
const verdicts = (block: string, mapping?: Mapping) =>
  paste(block, mapping).map(({ verdict, words }) => `${verdict}: ${words}`);

describe('a block pasted into the table', () => {
  it('finds fields by path or by a name that only one has', () => {
    expect(verdicts('Number\tname\nContact.EmailAddress\tcustomer.email\nlines.description\ttitle')).toEqual([
      'matched: name',
      'matched: customer.email',
      'matched: items[].title',
    ]);
  });

  it.each([
    ['Name\tname', 'ambiguous: 2 targets are called “Name”: name the whole path.'],
    ['Number\tid', 'ambiguous: 2 sources are called “id”: name the whole path.'],
    ['Nummer\tname', 'unknown: No target is called “Nummer”.'],
    ['Number\t', 'unknown: No source is named.'],
    ['Number\tEUR', 'unknown: No source is called “EUR”. Taken anyway, it is this text, always.'],
    ['Number\t"""EUR"""', 'matched: constant'],
    ['Number\t12', 'matched: constant'],
    ['Number\t=$uppercase(name)', 'matched: expression'],
    ['Lines\tname', 'unknown: Lines is a list: drop a list on it, or this on one of its fields.'],
  ])('%j is %s', (block, verdict) => {
    expect(verdicts(block)).toEqual([verdict]);
  });

  it('takes columns in any order when the first line names them', () => {
    const [line] = paste('Note\tDefault\tSource\tTarget\nwhy\t0\tname\tNumber');
    expect(line).toMatchObject({
      verdict: 'matched',
      note: 'why',
      ifMissing: { do: 'default', value: 0 },
      words: 'name',
    });
  });

  it('makes rows with default and note, and the loops they need', () => {
    const lines = paste('Number\tname\tnone\tfrom the order\nLines.Description\titems.title');
    const { mapping, hints } = withPasted(emptyMapping, lines, schemas);
    expect(mapping.rows).toMatchObject([
      {
        target: ['Number'],
        rule: { path: ['name'] },
        ifMissing: { do: 'default', value: 'none' },
        note: 'from the order',
      },
      { kind: 'loop', over: ['items'], rows: [{ target: ['Description'], rule: { path: ['title'] } }] },
    ]);
    expect(hints.join()).toContain('A loop was made');
  });

  it('says what stands there and changes that row', () => {
    const { mapping } = withPasted(emptyMapping, paste('Number\tname'), schemas);
    const lines = paste('Number\t"""fixed"""', mapping);
    expect(lines[0]?.before).toBe('=$root.name');
    expect(withPasted(mapping, lines, schemas).mapping.rows).toEqual([
      { kind: 'field', id: 'r1', target: ['Number'], rule: { kind: 'constant', value: 'fixed' } },
    ]);
  });
});
