import { describe, expect, it } from 'vitest';
import type { FlowNode } from '#flow/flow.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { filter } from './filter.ts';
import { map } from './map.ts';
import { route } from './route.ts';

const given = { now: '2026-11-23T10:00:00Z', zone: 'Europe/Berlin' };
const node = (config: JsonObject): FlowNode => ({ id: 'n', operation: 'logic.any', name: 'The node', config });
const message = (id: string, body: Json): Message => ({
  id,
  root: id,
  parents: [],
  key: '#1',
  headers: { type: 't', source: 's', time: given.now },
  body,
});
const batch = [message('a', { status: 'paid', total: 5 }), message('b', { status: 'pending', total: 50 })];

describe('map', () => {
  const mapping = {
    format: 1,
    rows: [{ kind: 'field', id: 'r', target: ['Total'], rule: { kind: 'path', from: 'root', path: ['total'] } }],
  };

  it('gives each message one child with the mapped body and the same key', async () => {
    const result = await map.compile(node({ mapping }), {})(batch, given);
    expect(result.outputs.out).toMatchObject([
      { id: 'a/n.out.0', root: 'a', parents: ['a'], key: '#1', body: { Total: 5 } },
      { id: 'b/n.out.0', root: 'b', parents: ['b'], key: '#1', body: { Total: 50 } },
    ]);
    expect(result).toMatchObject({ filtered: [], parked: [] });
  });

  it('answers at once, and later where an expression is left to the reference library', async () => {
    expect(map.compile(node({ mapping }), {})(batch, given)).not.toBeInstanceOf(Promise);
    const row = {
      kind: 'field',
      id: 'r',
      target: ['Twice'],
      rule: { kind: 'expression', code: '($f := function($x)<n:n>{$x * 2}; $f(total))' },
    };
    const result = map.compile(node({ mapping: { format: 1, rows: [row] } }), {})(batch, given);
    expect(result).toBeInstanceOf(Promise);
    expect((await result).outputs.out?.map(({ body }) => body)).toEqual([{ Twice: 10 }, { Twice: 100 }]);
  });

  it('parks the message that lacks a required field and maps the others', async () => {
    const target = { type: 'object' as const, properties: { Total: { type: 'number' as const } }, required: ['Total'] };
    const run = map.compile(node({ mapping }), { target });
    const result = await run([message('c', {}), ...batch], given);
    expect(result.parked).toMatchObject([{ message: { id: 'c' }, trouble: { class: 'mapping', field: 'Total' } }]);
    expect(result.outputs.out).toHaveLength(2);
  });

  it('names the node whose mapping cannot be read', () => {
    expect(() => map.compile(node({ mapping: { rows: 1 } }), {})).toThrow('The mapping of “The node” cannot be read');
  });
});

describe('filter', () => {
  const rules = [
    { path: 'status', is: 'equals', value: 'paid' },
    { path: 'total', is: 'greater', value: 10 },
  ];
  it.each([
    ['all', [], ['a', 'b']],
    ['any', ['a', 'b'], []],
  ])('keeps a message when %s rules hold and names the others as filtered', async (match, kept, filtered) => {
    const result = await filter.compile(node({ rules, match }), {})(batch, given);
    expect(result.outputs.out?.map(({ id }) => id)).toEqual(kept);
    expect(result.filtered).toEqual(filtered);
  });
});

describe('route', () => {
  const rules = [
    { port: 'small', path: 'total', is: 'less', value: 10 },
    { port: 'paid', path: 'status', is: 'equals', value: 'paid' },
  ];

  it('sends each message by the first rule that holds, else by otherwise', async () => {
    const result = await route.compile(node({ rules }), {})(batch, given);
    expect(Object.entries(result.outputs).map(([port, sent]) => [port, sent.map(({ id }) => id)])).toEqual([
      ['small', ['a']],
      ['paid', []],
      ['otherwise', ['b']],
    ]);
  });

  it('names a rule without a port', () => {
    expect(() => route.compile(node({ rules: [{ path: 'a', is: 'is true' }] }), {})).toThrow('Rule 1 of “The node”');
  });
});
