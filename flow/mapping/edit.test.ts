import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import { compileMapping } from './compile.ts';
import { emptyMapping, type Mapping, mappingSchema, type Row } from './document.ts';
import { editMapping, type MappingChange } from './edit.ts';
import { linesOf } from './lineage.ts';
import { pathWords } from './path.ts';
import { ruleSummary } from './rule-text.ts';
import { tree } from './tree.ts';

const text: JsonSchema = { type: 'string' };
const money: JsonSchema = { type: 'string', format: 'decimal' };
const list = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'array',
  items: { type: 'object', properties },
});
const source: JsonSchema = {
  type: 'object',
  properties: {
    name: text,
    currency: text,
    tags: { type: 'array', items: text },
    line_items: list({ sku: text, price: money, tax_lines: list({ price: money, title: text }) }),
    shipping_lines: list({ title: text, price: money }),
  },
};
const target: JsonSchema = {
  type: 'object',
  properties: {
    Name: text,
    CurrencyCode: text,
    Total: { type: 'number' },
    Labels: { type: 'array', items: text },
    LineItems: list({ Sku: text, Price: { type: 'number' }, Taxes: list({ Price: { type: 'number' } }) }),
  },
};
const schemas = { source, target };

const steps = (path: string): string[] => path.replaceAll('[]', '.[]').split('.');
const connect = (from: string, to: string, scope?: string): MappingChange => ({
  kind: 'connect',
  source: steps(from),
  at: { target: steps(to), ...(scope === undefined ? {} : { scope }) },
});
const edited = (...changes: MappingChange[]) =>
  changes.reduce<{ mapping: Mapping; row?: string; hint?: string }>(
    ({ mapping }, change) => editMapping(mapping, change, schemas),
    { mapping: emptyMapping },
  );

/** A mapping as one line per row. */
function words(rows: Row[], indent = ''): string[] {
  return rows.flatMap((row) => {
    const to = `${indent}${row.id} ${pathWords(row.target)}`;
    if (row.kind === 'loop') {
      const where = row.where === undefined ? '' : ` where ${row.where}`;
      return [`${to} ⟲ ${row.from}:${pathWords(row.over)}${where}`, ...words(row.rows, `${indent}  `)];
    }
    const { rule } = row;
    if (rule.kind === 'constant') return [`${to} = ${JSON.stringify(rule.value)}`];
    if (rule.kind === 'expression') return [`${to} = ƒ ${rule.code}`];
    if (rule.kind !== 'path') return [`${to} = ${ruleSummary(rule)}`];
    return [`${to} = ${rule.collect ? `${rule.collect} ` : ''}${rule.from}:${pathWords(rule.path)}`];
  });
}

describe('editMapping', () => {
  it.each<[string, MappingChange[], string[], string | undefined]>([
    ['draws a line', [connect('name', 'Name')], ['r1 Name = root:name'], undefined],
    [
      'gives a target that has a rule the new one',
      [connect('name', 'Name'), connect('currency', 'Name')],
      ['r1 Name = root:currency'],
      undefined,
    ],
    [
      'makes the loop that a list onto a list needs, and says so',
      [connect('line_items[].sku', 'LineItems[].Sku')],
      ['r1 LineItems ⟲ root:line_items', '  r2 Sku = item:sku'],
      'A loop was made: for each of “line_items” one element of “LineItems”.',
    ],
    [
      'uses the loop that is there',
      [connect('line_items[].sku', 'LineItems[].Sku'), connect('line_items[].price', 'LineItems[].Price')],
      ['r1 LineItems ⟲ root:line_items', '  r2 Sku = item:sku', '  r3 Price = item:price'],
      undefined,
    ],
    [
      'makes a second loop for another list',
      [connect('line_items[].sku', 'LineItems[].Sku'), connect('shipping_lines[].title', 'LineItems[].Sku')],
      [
        'r1 LineItems ⟲ root:line_items',
        '  r2 Sku = item:sku',
        'r3 LineItems ⟲ root:shipping_lines',
        '  r4 Sku = item:title',
      ],
      'A loop was made: for each of “shipping_lines” one element of “LineItems”.',
    ],
    [
      'reads a single value inside a loop from the body',
      [connect('line_items[].sku', 'LineItems[].Sku'), connect('name', 'LineItems[].Sku')],
      ['r1 LineItems ⟲ root:line_items', '  r2 Sku = root:name'],
      undefined,
    ],
    [
      'puts a line into the loop that it is told',
      [
        connect('line_items[].sku', 'LineItems[].Sku'),
        connect('shipping_lines[].price', 'LineItems[].Price'),
        connect('name', 'Sku', 'r3'),
      ],
      [
        'r1 LineItems ⟲ root:line_items',
        '  r2 Sku = item:sku',
        'r3 LineItems ⟲ root:shipping_lines',
        '  r4 Price = item:price',
        '  r5 Sku = root:name',
      ],
      undefined,
    ],
    [
      'makes one element for a single value onto a list',
      [connect('name', 'LineItems[].Sku')],
      ['r1 LineItems ⟲ root:', '  r2 Sku = item:name'],
      '“LineItems” is a list: it gets one element.',
    ],
    [
      'nests loops',
      [connect('line_items[].tax_lines[].price', 'LineItems[].Taxes[].Price')],
      ['r1 LineItems ⟲ root:line_items', '  r2 Taxes ⟲ item:tax_lines', '    r3 Price = item:price'],
      'A loop was made: for each of “line_items” one element of “LineItems”. A loop was made: for each of “tax_lines” one element of “Taxes”.',
    ],
    [
      'sums amounts of a list for a single value',
      [connect('line_items[].price', 'Total')],
      ['r1 Total = sum root:line_items[].price'],
      '“line_items[].price” may hold several values: their sum is taken.',
    ],
    [
      'sums what is left of the list inside a loop',
      [connect('line_items[].tax_lines[].price', 'LineItems[].Price')],
      ['r1 LineItems ⟲ root:line_items', '  r2 Price = sum item:tax_lines[].price'],
      'A loop was made: for each of “line_items” one element of “LineItems”. “line_items[].tax_lines[].price” may hold several values: their sum is taken.',
    ],
    [
      'takes the first text of a list',
      [connect('tags', 'Name')],
      ['r1 Name = first root:tags'],
      '“tags” may hold several values: the first is taken.',
    ],
    [
      'counts a list of objects',
      [connect('line_items', 'Total')],
      ['r1 Total = count root:line_items'],
      '“line_items” is a list: its elements are counted.',
    ],
    ['copies a list of plain values whole', [connect('tags', 'Labels')], ['r1 Labels = root:tags'], undefined],
    [
      'gathers values into a list',
      [connect('line_items[].sku', 'Labels')],
      ['r1 Labels = list root:line_items[].sku'],
      'All values of “line_items[].sku” are taken as a list.',
    ],
    [
      'makes the loop alone for a list of objects onto another',
      [connect('line_items', 'LineItems')],
      ['r1 LineItems ⟲ root:line_items'],
      'A loop was made: for each of “line_items” one element of “LineItems”. Map its fields next.',
    ],
    [
      'leaves a loop alone that is there',
      [connect('line_items', 'LineItems'), connect('line_items', 'LineItems')],
      ['r1 LineItems ⟲ root:line_items'],
      'This loop is there already. Map its fields.',
    ],
    [
      'does not put a value where a loop stands',
      [
        connect('line_items', 'LineItems'),
        { kind: 'put-rule', at: { target: ['LineItems'] }, rule: { kind: 'constant', value: 1 } },
      ],
      ['r1 LineItems ⟲ root:line_items'],
      '“LineItems” is filled by a loop. Remove the loop first.',
    ],
    [
      'puts constants and expressions',
      [
        { kind: 'put-rule', at: { target: ['Name'] }, rule: { kind: 'constant', value: 'A' } },
        { kind: 'put-rule', at: { target: ['LineItems', '[]', 'Sku'] }, rule: { kind: 'expression', code: 'sku' } },
      ],
      ['r1 Name = "A"', 'r2 LineItems ⟲ root:', '  r3 Sku = ƒ sku'],
      undefined,
    ],
    [
      'sets rules and conditions, and takes conditions back',
      [
        connect('line_items[].sku', 'LineItems[].Sku'),
        { kind: 'set-rule', row: 'r2', rule: { kind: 'constant', value: 1 } },
        { kind: 'set-loop', row: 'r1', loop: { where: 'price > 0', over: ['shipping_lines'] } },
      ],
      ['r1 LineItems ⟲ root:shipping_lines where price > 0', '  r2 Sku = 1'],
      undefined,
    ],
    [
      'removes rows, a loop with what is in it, and reuses no id that is still there',
      [
        connect('line_items[].sku', 'LineItems[].Sku'),
        connect('name', 'Name'),
        { kind: 'remove-rows', rows: ['r1'] },
        connect('name', 'CurrencyCode'),
      ],
      ['r3 Name = root:name', 'r4 CurrencyCode = root:name'],
      undefined,
    ],
  ])('%s', (_, changes, rows, hint) => {
    const result = edited(...changes);
    expect(words(result.mapping.rows)).toEqual(rows);
    if (hint !== undefined) expect(result.hint).toBe(hint);
  });

  it('sets and takes back policies, notes and conditions', () => {
    const start = edited(connect('line_items[].sku', 'LineItems[].Sku')).mapping;
    const change = (mapping: Mapping, one: MappingChange) => editMapping(mapping, one).mapping;
    const set = [
      { kind: 'set-if-missing', row: 'r2', ifMissing: { do: 'park' } },
      { kind: 'set-note', row: 'r2', note: 'why' },
      { kind: 'set-loop', row: 'r1', loop: { where: 'true' } },
    ] satisfies MappingChange[];
    const unset = [
      { kind: 'set-if-missing', row: 'r2' },
      { kind: 'set-note', row: 'r2', note: '' },
      { kind: 'set-loop', row: 'r1', loop: { where: '' } },
    ] satisfies MappingChange[];
    const changed = set.reduce(change, start);
    expect(changed.rows).toMatchObject([{ where: 'true', rows: [{ ifMissing: { do: 'park' }, note: 'why' }] }]);
    expect(unset.reduce(change, changed)).toEqual(start);
  });

  it('gives the very same mapping back when the row or the loop is gone', () => {
    const { mapping } = edited(connect('name', 'Name'));
    expect(editMapping(mapping, { kind: 'set-note', row: 'r9', note: 'x' }).mapping).toBe(mapping);
    expect(editMapping(mapping, { kind: 'remove-rows', rows: ['r9'] }).mapping).toBe(mapping);
    expect(editMapping(mapping, connect('name', 'Sku', 'r9')).mapping).toBe(mapping);
  });

  it('sets and removes what a loop does with its elements', () => {
    const made = edited(connect('line_items[].sku', 'LineItems[].Sku'));
    const loop = made.mapping.rows[0]?.id ?? '';
    const choices = { distinct: [['sku']], sort: [{ path: ['price'], descending: true }], groupBy: ['sku'], limit: 3 };
    const set = editMapping(made.mapping, { kind: 'set-loop', row: loop, loop: choices });
    expect(set.mapping.rows[0]).toMatchObject(choices);
    const none = { distinct: [], sort: [], groupBy: [], limit: 0 };
    expect(editMapping(set.mapping, { kind: 'set-loop', row: loop, loop: none }).mapping).toEqual(made.mapping);
  });

  it('leaves targets out on purpose, each once, and takes that back', () => {
    const first = editMapping(emptyMapping, { kind: 'ignore', target: ['Name'], note: 'not ours' });
    const again = editMapping(first.mapping, { kind: 'ignore', target: ['Name'], note: 'theirs' });
    expect(again.mapping.ignored).toEqual([{ target: ['Name'], note: 'theirs' }]);
    expect(editMapping(again.mapping, { kind: 'ignore', target: ['Name'] }).mapping).toEqual(emptyMapping);
  });

  it('draws a line for any two fields: its row reads that source and writes that target', () => {
    const any = (schema: JsonSchema) => fc.constantFrom(...tree(schema).filter((row) => row.kind !== 'array'));
    const pairs = fc.array(fc.tuple(any(source), any(target)), { maxLength: 8 });
    fc.assert(
      fc.property(pairs, (drawn) => {
        let mapping = emptyMapping;
        for (const [from, to] of drawn) {
          const result = editMapping(mapping, { kind: 'connect', source: from.path, at: { target: to.path } }, schemas);
          mapping = mappingSchema.parse(result.mapping);
          const line = linesOf(mapping, source).find(({ row }) => row === result.row);
          expect(line).toEqual({
            row: result.row,
            sources: [from.path],
            target: to.path.at(-1) === '[]' ? to.path.slice(0, -1) : to.path,
            loop: false,
            functions: [],
          });
        }
      }),
    );
  });
});

describe('a line into a loop over groups', () => {
  const element: JsonSchema = { type: 'object', properties: { sku: { type: 'string' }, price: { type: 'number' } } };
  const schemas = {
    source: { type: 'object', properties: { lines: { type: 'array', items: element } } } as JsonSchema,
    target: {
      type: 'object',
      properties: {
        Lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: { Sku: { type: 'string' }, Sum: { type: 'number' }, Parts: { type: 'array', items: element } },
          },
        },
      },
    } as JsonSchema,
  };
  const grouped: Mapping = {
    format: 1,
    rows: [{ kind: 'loop', id: 'r1', target: ['Lines'], from: 'root', over: ['lines'], groupBy: ['sku'], rows: [] }],
  };

  it('reads what the group has in common, and of the rest all its elements', async () => {
    const draw = (mapping: Mapping, source: string[], target: string[]) =>
      editMapping(
        mapping,
        { kind: 'connect', source: ['lines', '[]', ...source], at: { target: ['Lines', '[]', ...target] } },
        schemas,
      ).mapping;
    const drawn = draw(draw(draw(grouped, ['sku'], ['Sku']), ['price'], ['Sum']), ['price'], ['Parts', '[]', 'price']);
    const body = {
      lines: [
        { sku: 'A', price: 1 },
        { sku: 'B', price: 2 },
        { sku: 'A', price: 3 },
      ],
    };
    const outcome = await compileMapping(drawn, schemas.target).run(body, { now: '', zone: 'UTC' });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        Lines: [
          { Sku: 'A', Sum: 4, Parts: [{ price: 1 }, { price: 3 }] },
          { Sku: 'B', Sum: 2, Parts: [{ price: 2 }] },
        ],
      },
    });
  });
});
