import { describe, expect, it } from 'vitest';
import { tree } from '#flow/mapping/tree.ts';
import type { Problem } from '#flow/problem.ts';
import type { Preview } from './preview.ts';
import { fieldTitle, remarksOf } from './remarks.ts';
import { targetRows } from './target-rows.ts';

const rule = { kind: 'constant', value: 'x' } as const;
const rows = targetRows(tree({ properties: { A: {}, B: {}, C: {} } }), [
  { kind: 'field', id: 'a', target: ['A'], rule },
  { kind: 'field', id: 'b', target: ['B'], rule },
]);
const problem = (code: string, row: string | undefined, field: string, severity: Problem['severity']): Problem => ({
  code,
  severity,
  message: `In “Map”, “${field}” is odd.`,
  wayOut: 'Do something.',
  where: { field, row, node: 'map' },
});
const preview: Preview = {
  value: undefined,
  troubles: [{ class: 'mapping', row: 'b', field: 'B', message: 'B: “x” is missing.', wayOut: 'Map it.' }],
  warnings: [{ row: 'a', field: 'A', message: 'The time is lost.' }],
  rows: new Map(),
  ms: 1,
};

describe('remarks about a mapping', () => {
  it('name errors first, each with its row', () => {
    expect(remarksOf(rows, [], preview)).toEqual([
      { key: 'B', state: 'error', title: 'B', words: '“x” is missing.', wayOut: 'Map it.', field: 'B' },
      { key: 'A', state: 'lossy', title: 'A', words: 'The time is lost.', wayOut: '', field: 'A' },
    ]);
  });

  it('say once what document and sample both say of a row', () => {
    const problems = [problem('mapping-lossy', 'a', 'A', 'warning'), problem('mapping-type', 'a', 'A', 'error')];
    expect(remarksOf(rows, problems, preview).map(({ key, state, words }) => [key, state, words])).toEqual([
      ['A', 'error', 'Is odd.'],
      ['B', 'error', '“x” is missing.'],
      ['A', 'lossy', 'The time is lost.'],
    ]);
  });

  it('tell the same trouble of several elements once', () => {
    const of = (index: number) => ({
      class: 'mapping' as const,
      row: 'b',
      field: `Lines[${index}].B`,
      message: `Lines[${index}].B: it is missing.`,
      wayOut: 'Map it.',
    });
    const remarks = remarksOf(rows, [], { ...preview, troubles: [of(1), of(2), of(5)], warnings: [] });
    expect(remarks.map(({ title, field }) => [title, field])).toEqual([['B, line 2 and 2 more', 'Lines[1].B']]);
  });

  it('leave to the count what is only not mapped yet', () => {
    const problems = [
      problem('mapping-required', undefined, 'C', 'error'),
      problem('mapping-required', 'a', 'A', 'warning'),
    ];
    expect(remarksOf(rows, problems, undefined).map(({ title }) => title)).toEqual(['A']);
  });
});

describe('the title of a field', () => {
  it.each([
    ['AccountCode', 'AccountCode'],
    ['Contact.Name', 'Contact.Name'],
    ['LineItems[1].AccountCode', 'AccountCode, line 2'],
    ['LineItems[0].Tracking[2].Name', 'Name, Tracking 3, line 1'],
    ['LineItems[3]', 'line 4'],
    ['LineItems[].AccountCode', 'AccountCode, LineItems'],
  ])('%s is %s', (field, title) => {
    expect(fieldTitle(field)).toBe(title);
  });
});
