import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import { type Mapping, mappingSchema, type Row, type Rule } from '#flow/mapping/document.ts';
import { orderToInvoice } from '#flow/mapping/order-to-invoice.ts';
import { targetRows } from '../target-rows.ts';
import { mappingCsv, readMappingCsv } from './mapping-csv.ts';
import { writeCsv } from './sheet.ts';

const written = (mapping: Mapping) => mappingCsv(mapping, targetRows([], mapping.rows), () => 'shown');

const name = fc.oneof(
  fc.constantFrom('a', 'a.b', '$root', '$', '"q"', 'x y', '__proto__', '=1'),
  fc.string({ minLength: 1 }),
);
const steps = fc.array(
  name.filter((one) => one !== '[]'),
  { minLength: 1, maxLength: 3 },
);
const path = fc.array(fc.oneof(name, fc.constant('[]')), { maxLength: 4 });
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(parseJson('12345678901234567890.5')),
  fc.constant(null),
  fc.constant('12'),
  fc.constant('=x'),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom<Rule>(
    { kind: 'template' as const, parts: ['SH-', { from: 'item' as const, path: ['name'] }] },
    {
      kind: 'value-map' as const,
      from: 'root' as const,
      path: ['type'],
      entries: [{ in: 'a', out: parseJson('12345678901234567890.5') }],
      otherwise: { do: 'keep' as const },
    },
  ),
  fc.record({ kind: fc.constant('constant' as const), value }),
  fc.record({ kind: fc.constant('expression' as const), code: fc.string() }),
  fc.record(
    {
      kind: fc.constant('path' as const),
      from: fc.constantFrom('root' as const, 'item' as const),
      path,
      collect: fc.constantFrom('sum' as const, 'list' as const),
    },
    { requiredKeys: ['kind', 'from', 'path'] },
  ),
);
const ifMissing = fc.oneof(
  fc.constantFrom({ do: 'omit' as const }, { do: 'park' as const }),
  fc.record({ do: fc.constant('default' as const), value }),
);
const note = fc.string({ minLength: 1 });

const { rows } = fc.letrec<{ rows: Row[] }>((tie) => ({
  rows: fc.array(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record(
        { kind: fc.constant('field' as const), id: fc.constant(''), target: steps, rule, ifMissing, note },
        { requiredKeys: ['kind', 'id', 'target', 'rule'] },
      ),
      fc.record(
        {
          kind: fc.constant('loop' as const),
          id: fc.constant(''),
          target: steps,
          from: fc.constantFrom('root' as const, 'item' as const),
          over: path,
          where: fc.string(),
          rows: tie('rows'),
          note,
        },
        { requiredKeys: ['kind', 'id', 'target', 'from', 'over', 'rows'] },
      ),
    ),
    { maxLength: 4 },
  ),
}));
let count = 0;
const numbered = (some: Row[]): Row[] =>
  some.map(
    (row) => ({ ...row, id: `n${++count}`, ...(row.kind === 'loop' ? { rows: numbered(row.rows) } : {}) }) as Row,
  );

describe('a mapping as CSV', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(rows.map(numbered), (some) => {
        const mapping: Mapping = { format: 1, rows: some };
        expect(readMappingCsv(written(mapping))).toEqual({ ok: true, mapping: mappingSchema.parse(mapping) });
      }),
      { numRuns: 200 },
    );
  });

  it('gives the order of an invoice back, row by row', () => {
    expect(readMappingCsv(written(orderToInvoice))).toEqual({ ok: true, mapping: orderToInvoice });
  });

  it('takes lines that someone added, also into the loop above them', () => {
    const text = writeCsv([
      ['Target', 'Rule', 'Source', 'If missing', 'Default'],
      ['Total', 'path', 'total_price', 'default', '0'],
      ['Lines', 'for each', 'line_items', '', ''],
      ['Lines[].Name', 'path', '$root.name', 'Park the message', ''],
      ['Lines[].Code', '', '', '', ''],
    ]);
    const row = {
      target: ['Total'],
      rule: { kind: 'path', from: 'root', path: ['total_price'] },
      ifMissing: { do: 'default', value: 0 },
    };
    const name = { target: ['Name'], rule: { kind: 'path', from: 'root', path: ['name'] }, ifMissing: { do: 'park' } };
    expect(readMappingCsv(text)).toMatchObject({
      ok: true,
      mapping: { rows: [row, { kind: 'loop', target: ['Lines'], over: ['line_items'], rows: [name] }] },
    });
  });

  it('names every line that cannot be read', () => {
    const text = writeCsv([
      ['Target', 'Rule', 'Source', 'In loop', 'If missing'],
      ['Lines[].Name', 'path', 'name', '', ''],
      ['Name', 'path', 'a..b', '', ''],
      ['Name', 'path', 'a', 'r9', ''],
      ['Name', 'path', 'a', '', 'perhaps'],
    ]);
    const read = readMappingCsv(text);
    expect(read.ok ? [] : read.troubles.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });
});
