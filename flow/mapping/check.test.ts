import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import type { Json } from '../json.ts';
import { checkMapping } from './check.ts';
import type { FieldRow, LoopRow, Row, Rule, Source } from './document.ts';

const source: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    total: { type: 'string', format: 'decimal' },
    at: { type: 'string', format: 'date-time' },
    paid: { type: 'boolean' },
    status: { type: 'string', enum: ['open'] },
    customer: { type: 'object', properties: { email: { type: 'string' } }, additionalProperties: false },
    extra: { type: 'object' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          sku: { type: 'string' },
          price: { type: 'string', format: 'decimal' },
          flag: { type: 'boolean' },
        },
      },
    },
  },
};
const target: JsonSchema = {
  type: 'object',
  required: ['Number'],
  properties: {
    Number: { type: 'string', maxLength: 10 },
    Total: { type: 'number' },
    Day: { type: 'string', format: 'date' },
    Count: { type: 'integer' },
    Status: { type: 'string', enum: ['open', 'closed'] },
    Contact: { type: 'object', required: ['Name'], properties: { Name: { type: 'string' }, Mail: { type: 'string' } } },
    Lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['Code'],
        properties: { Code: { type: 'string' }, Price: { type: 'number' } },
      },
    },
  },
};

const at = (...path: string[]): Rule => ({ kind: 'path', from: 'item', path });
const field = (path: string, rule: Rule, ifMissing?: FieldRow['ifMissing']): FieldRow => ({
  kind: 'field',
  id: path,
  target: path.split('.'),
  rule,
  ...(ifMissing ? { ifMissing } : {}),
});
const loop = (path: string, over: string[], rows: Row[], where?: string): LoopRow => ({
  kind: 'loop',
  id: `${path} of ${over.join('.')}`,
  target: path.split('.'),
  from: 'root',
  over,
  rows,
  ...(where === undefined ? {} : { where }),
});
const number = field('Number', at('name'));
const constant = (value: string | number): Rule => ({ kind: 'constant', value });
const from = (...path: string[]): Source => ({ from: 'item', path });
const table = (path: string, entries: [Json, Json][]): Rule => ({
  kind: 'value-map',
  ...from(path),
  entries: entries.map(([one, other]) => ({ in: one, out: other })),
});
const code = (text: string): Rule => ({ kind: 'expression', code: text });

/** `severity code field: message / way out`, by what is expected of rows beside the required number. */
const found = (rows: Row[], given = source, wanted: JsonSchema | undefined = target): string[] =>
  checkMapping({ format: 1, rows }, given, wanted).map(
    ({ severity, code, where, message, wayOut }) => `${severity} ${code} ${where.field}: ${message} / ${wayOut}`,
  );

describe('checkMapping', () => {
  it('has nothing to say of a mapping in order', () => {
    const rows = [
      number,
      field('Total', at('total')),
      field('Status', at('status')),
      field('Count', { kind: 'path', from: 'item', path: ['lines'], collect: 'count' }),
      field('Contact.Name', code('$uppercase(customer.email)')),
      loop('Lines', ['lines'], [field('Code', at('sku')), field('Price', at('price'))], 'flag and $root.paid'),
    ];
    expect(found(rows)).toEqual([]);
  });

  it.each<[string, Row[], string]>([
    [
      'a required target without a row',
      [],
      'error mapping-required Number: “Number” is required, and no row fills it.',
    ],
    [
      'a required field of an optional object that is mapped in part',
      [number, field('Contact.Mail', at('name'))],
      'error mapping-required Contact.Name: “Contact.Name” is required',
    ],
    [
      'a required field that one of two loops leaves open',
      [number, loop('Lines', ['lines'], [field('Code', at('sku'))]), loop('Lines', [], [])],
      'error mapping-required Lines[].Code: “Lines[].Code” is required',
    ],
    [
      'a required field that may be left out',
      [field('Number', at('name'), { do: 'omit' })],
      'warning mapping-required Number: “Number” is required, yet left out when nothing is found.',
    ],
    [
      'a source field that is not described',
      [number, field('Total', at('totl'))],
      'warning mapping-source-unknown Total: “Total” reads “totl”, and the source describes no field “totl”. / Did you mean “total”?',
    ],
    [
      'a source field that cannot be there',
      [number, field('Contact.Name', at('customer', 'name'))],
      'error mapping-source-unknown Contact.Name',
    ],
    [
      'an undescribed field in an expression',
      [number, field('Day', code('lines[sku = "A"].prise'))],
      'warning mapping-source-unknown Day: “Day” reads “lines.prise”',
    ],
    [
      'an unknown target',
      [number, field('Totl', at('total'))],
      'error mapping-target-unknown Totl: “Totl” is not a field of the target: “Totl” is unknown there. / Did you mean “Total”?',
    ],
    [
      'a target inside a list',
      [number, field('Lines.Code', at('name'))],
      'error mapping-target-list Lines.Code: “Lines.Code” lies inside the list “Lines”. / Make a loop that fills the list.',
    ],
    [
      'a type that never fits',
      [number, field('Total', at('paid'))],
      'error mapping-type Total: “Total” is a number, and the source is true or false.',
    ],
    [
      'a loop into a single value',
      [number, loop('Total', ['lines'], [])],
      'error mapping-type Total: “Total” is a number, and a loop makes a list.',
    ],
    [
      'a sum of what are no numbers',
      [number, field('Total', { kind: 'path', from: 'item', path: ['lines', '[]', 'flag'], collect: 'sum' })],
      'error mapping-type Total: “Total” sums true or false.',
    ],
    [
      'a time that is cut off',
      [number, field('Day', at('at'))],
      'warning mapping-lossy Day: “Day” is a date, and the source is a date with time. / The time is cut off',
    ],
    [
      'several values for one',
      [number, field('Total', at('lines', '[]', 'price'))],
      'error mapping-collect Total: “Total” reads “lines[].price”, which may hold several values.',
    ],
    [
      'a field of a list',
      [number, field('Total', at('lines', 'price'))],
      'error mapping-collect Total: “Total” reads “lines.price”, but “lines” is a list.',
    ],
    [
      'two rows for one target',
      [number, { ...number, id: 'again' }],
      'error mapping-duplicate-target Number: “Number” is written by two rows.',
    ],
    [
      'a whole after its part',
      [number, field('Contact.Name', at('name')), field('Contact', at('customer'))],
      'error mapping-duplicate-target Contact: “Contact” is written whole after a part of it was',
    ],
    [
      'one id for two rows',
      [number, { ...field('Total', at('total')), id: 'Number' }],
      'error mapping-row-id Total: “Total” is row “Number”, and so is another row.',
    ],
    [
      'a constant not among the choices',
      [number, field('Status', constant('Open'))],
      'error mapping-constant Status: “Status” cannot take it: “Open” is not one of “open”, “closed”.',
    ],
    [
      'a constant too long',
      [field('Number', constant('12345678901'))],
      'error mapping-constant Number: “Number” cannot take it: “12345678901” has 11 characters, at most 10 are accepted.',
    ],
    [
      'a default of a wrong type',
      [number, field('Count', at('name'), { do: 'default', value: 'none' })],
      'error mapping-constant Count',
    ],
    [
      'an expression that cannot be parsed',
      [number, field('Total', code('total +'))],
      'error mapping-expression Total: “Total” has an expression that cannot be used at character 7.',
    ],
    [
      'a condition that cannot be parsed',
      [number, loop('Lines', ['lines'], [field('Code', at('sku'))], '(')],
      'error mapping-expression Lines: “Lines” has an expression',
    ],
    [
      'a place of several that is not described',
      [number, field('Day', { kind: 'paths', of: [from('at'), from('nowhere')], take: 'first' })],
      'warning mapping-source-unknown Day: “Day” reads “nowhere”',
    ],
    [
      'a sum of what are no numbers, from several places',
      [number, field('Total', { kind: 'paths', of: [from('total'), from('paid')], take: 'sum' })],
      'error mapping-type Total: “Total” sums true or false.',
    ],
    [
      'a text made of an object',
      [field('Number', { kind: 'template', parts: ['x', from('customer')] })],
      'error mapping-type Number: “Number” puts an object into a text.',
    ],
    [
      'a text for a yes or no',
      [number, field('Count', { kind: 'template', parts: ['x'] })],
      'warning mapping-lossy Count',
    ],
    [
      'a table that gives what the target does not list',
      [number, field('Status', table('status', [['open', 'Open']]))],
      'error mapping-constant Status: “Status” cannot take it: “Open” is not one of “open”, “closed”.',
    ],
    [
      'a table that lacks a value of the source',
      [number, field('Status', table('status', [['paid', 'closed']]))],
      'warning mapping-table Status: “Status” has no entry for “open”.',
    ],
    [
      'a table with two entries for one value',
      [
        number,
        field(
          'Count',
          table('name', [
            ['7', 1],
            [7, 2],
          ]),
        ),
      ],
      'warning mapping-table Count: “Count” has two entries for 7.',
    ],
    [
      'a function that is not there',
      [number, field('Day', { kind: 'function', name: 'dayIn', arguments: [] })],
      'error mapping-function Day: “Day” calls $dayIn, which is no function.',
    ],
    [
      'a function called with too little',
      [number, field('Day', { kind: 'function', name: 'addDays', arguments: [from('at')] })],
      'error mapping-function Day: “Day” gives $addDays 1 values. / It takes date, days.',
    ],
    [
      'a function that gives what never fits',
      [number, field('Total', { kind: 'function', name: 'startsWith', arguments: [from('name'), { value: 'x' }] })],
      'error mapping-type Total: “Total” is a number, and the source is true or false.',
    ],
    [
      'a sort by what is not described',
      [number, { ...loop('Lines', ['lines'], [field('Code', at('sku'))]), sort: [{ path: ['skew'] }] }],
      'warning mapping-source-unknown Lines: “Lines” reads “skew”',
    ],
    [
      'a field of an element where groups are looped over',
      [number, { ...loop('Lines', ['lines'], [field('Code', at('sku'))]), groupBy: ['sku'] }],
      'error mapping-source-unknown Lines[].Code: “Lines[].Code” reads “sku”',
    ],
    [
      'a rule of a later version',
      [number, field('Day', { kind: 'oracle' } as unknown as Rule)],
      'error mapping-unknown-rule Day',
    ],
  ])('tells of %s', (_, rows, start) => {
    expect(found(rows).filter((words) => words.startsWith(start))).toHaveLength(1);
  });

  it('tells of all problems at once, each with its row', () => {
    const rows = [field('Total', at('paid')), field('Status', constant('Open')), field('Nowhere', at('name'))];
    const problems = checkMapping({ format: 1, rows }, source, target);
    expect(problems.map(({ where }) => where.row)).toEqual(['Total', 'Status', 'Nowhere', undefined]);
  });

  it('takes a required field that is left out on purpose as a warning, and asks why', () => {
    const ignored = [{ target: ['Number'] }, { target: ['Day'], note: 'the ledger sets it' }];
    expect(
      checkMapping({ format: 1, rows: [], ignored }, source, target).map(({ severity, code, where }) => [
        severity,
        code,
        where.field,
      ]),
    ).toEqual([
      ['warning', 'mapping-required', 'Number'],
      ['warning', 'mapping-ignored-note', 'Number'],
    ]);
  });

  it('says nothing of rules that fit', () => {
    const rows = [
      field('Number', { kind: 'template', parts: ['SH-', from('name')] }),
      field('Status', table('status', [['open', 'open']])),
      field('Day', { kind: 'function', name: 'dateIn', arguments: [from('at')] }),
      field('Total', { kind: 'paths', of: [from('total'), from('lines', '[]', 'price')], take: 'sum' }),
      {
        ...loop(
          'Lines',
          ['lines'],
          [field('Code', at('key')), field('Price', { ...at('items', '[]', 'price'), collect: 'sum' } as Rule)],
        ),
        groupBy: ['sku'],
      },
    ];
    expect(found(rows)).toEqual([]);
  });

  it('says nothing about a side that has no schema, nor inside objects that describe no fields', () => {
    expect(found([number, field('Contact.Name', at('extra', 'anything', 'at', 'all'))])).toEqual([]);
    expect(checkMapping({ format: 1, rows: [field('X.Y', at('a', 'b'))] })).toEqual([]);
  });
});
