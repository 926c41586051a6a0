import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import type { Row } from './document.ts';
import { isUnusable, prepareExpression } from './expression.ts';
import { linesOf } from './lineage.ts';

function reads(code: string): string[] {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) throw new Error(expression.message);
  return expression.reads.map(({ origin, path }) => `${origin}:${path.join('.')}`).sort();
}

describe('what an expression reads', () => {
  it.each([
    ['"constant"', []],
    ['a.b & $.c', ['item:a.b', 'item:c']],
    ['$root.x + $parent.y + $$.z + $index', ['item:z', 'parent:y', 'root:x']],
    ['a.b[c = 1 and $root.r > d].e', ['item:a.b.c', 'item:a.b.d', 'item:a.b.e', 'root:r']],
    ['a ? b : c', ['item:a', 'item:b', 'item:c']],
    ['a ?? b', ['item:a', 'item:b']],
    ['$sum(items.price) * 2', ['item:items.price']],
    ['items.(price * qty)', ['item:items.price', 'item:items.qty']],
    ['$map(items, function($i){ $i.price * rate })', ['item:items', 'item:items.price', 'item:rate']],
    ['$reduce(items.price, function($a, $b){ $a + $b })', ['item:items.price']],
    ['items ~> $filter(function($i){ $i.ok })', ['item:items', 'item:items.ok']],
    ['($x := a.b; $y := c; $x.d & e)', ['item:a.b.d', 'item:e']],
    ['items{sku: $sum(qty)}', ['item:items', 'item:items.qty', 'item:items.sku']],
    ['items^(>price).sku', ['item:items.price', 'item:items.sku']],
    ['[items.{"a": b, "c": [d]}]', ['item:items.b', 'item:items.d']],
    ['items@$i.others[id = $i.id].name', ['item:items.id', 'item:others.id', 'item:others.name']],
    ['items.sku.(%.price)', ['item:items.price']],
    ['$lookup(a, "b c")', ['item:a.b c']],
    ['a.*.b', ['item:a.*.b']],
    ['a.$uppercase(b)', ['item:a.b']],
    ['`a b`."c"', ['item:a b.c']],
  ])('%s', (code, expected) => {
    expect(reads(code)).toEqual(expected);
  });
});

const source: JsonSchema = {
  type: 'object',
  properties: {
    tip: { type: 'string' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { sku: { type: 'string' }, tax: { type: 'array', items: { type: 'object' } } },
      },
    },
  },
};
const rows: Row[] = [
  { kind: 'field', id: 'r1', target: ['Type'], rule: { kind: 'constant', value: 'X' } },
  {
    kind: 'field',
    id: 'r2',
    target: ['Skus'],
    rule: { kind: 'expression', code: '$join(lines.sku) & lines.tax.price' },
  },
  {
    kind: 'loop',
    id: 'r3',
    target: ['Lines'],
    from: 'root',
    over: ['lines'],
    where: '$root.name != sku',
    rows: [
      { kind: 'field', id: 'r4', target: ['Code'], rule: { kind: 'path', from: 'item', path: ['sku'] } },
      { kind: 'field', id: 'r5', target: ['Order'], rule: { kind: 'path', from: 'root', path: ['name'] } },
      {
        kind: 'loop',
        id: 'r6',
        target: ['Taxes'],
        from: 'item',
        over: ['tax'],
        rows: [{ kind: 'field', id: 'r7', target: ['Rate'], rule: { kind: 'expression', code: 'rate & $parent.sku' } }],
      },
    ],
  },
  {
    kind: 'loop',
    id: 'r8',
    target: ['Lines'],
    from: 'root',
    over: ['tip'],
    rows: [{ kind: 'field', id: 'r9', target: ['Amount'], rule: { kind: 'path', from: 'item', path: [] } }],
  },
];

describe('linesOf', () => {
  it('gives every row its sources and its target from the body, with [] for elements', () => {
    const lines = linesOf({ format: 1, rows }, source).map(
      ({ row, sources, target, loop }) =>
        `${row}${loop ? ' loop' : ''} ${sources.map((path) => path.join('.')).join(', ')} > ${target.join('.')}`,
    );
    expect(lines).toEqual([
      'r1  > Type',
      'r2 lines.[].sku, lines.[].tax.[].price > Skus',
      'r3 loop lines, name, lines.[].sku > Lines',
      'r4 lines.[].sku > Lines.[].Code',
      'r5 name > Lines.[].Order',
      'r6 loop lines.[].tax > Lines.[].Taxes',
      'r7 lines.[].tax.[].rate, lines.[].sku > Lines.[].Taxes.[].Rate',
      'r8 loop tip > Lines',
      'r9 tip > Lines.[].Amount',
    ]);
  });

  it('follows several places, tables, functions and groups back to the fields of the source, and names the functions', () => {
    const from = (...path: string[]) => ({ from: 'item' as const, path });
    const grouped: Row[] = [
      {
        kind: 'field',
        id: 'a',
        target: ['A'],
        rule: { kind: 'paths', of: [from('tip'), from('name')], take: 'first' },
      },
      { kind: 'field', id: 'b', target: ['B'], rule: { kind: 'template', parts: ['x', from('tip')] } },
      { kind: 'field', id: 'c', target: ['C'], rule: { kind: 'value-map', ...from('tip'), entries: [] } },
      { kind: 'field', id: 'd', target: ['D'], rule: { kind: 'function', name: 'slug', arguments: [from('tip')] } },
      {
        kind: 'field',
        id: 'e',
        target: ['E'],
        rule: { kind: 'expression', code: '$uppercase($slug(tip)) ~> $length' },
      },
      {
        kind: 'loop',
        id: 'f',
        target: ['Lines'],
        from: 'root',
        over: ['lines'],
        sort: [{ path: ['place'] }],
        groupBy: ['sku'],
        rows: [
          { kind: 'field', id: 'g', target: ['Code'], rule: { kind: 'path', ...from('key') } },
          {
            kind: 'field',
            id: 'h',
            target: ['Sum'],
            rule: { kind: 'path', ...from('items', '[]', 'price'), collect: 'sum' },
          },
          { kind: 'field', id: 'i', target: ['Count'], rule: { kind: 'expression', code: '$count(items.price)' } },
        ],
      },
    ];
    const lines = linesOf({ format: 1, rows: grouped }, source).map(
      ({ row, sources, functions }) =>
        `${row} ${sources.map((path) => path.join('.')).join(', ')} by ${functions.join(', ')}`,
    );
    expect(lines).toEqual([
      'a tip, name by ',
      'b tip by ',
      'c tip by ',
      'd tip by slug',
      'e tip by uppercase, slug',
      'f lines, lines.[].place, lines.[].sku by ',
      'g lines.[].sku by ',
      'h lines.[].price by ',
      'i lines.[].price by count',
    ]);
  });
});
