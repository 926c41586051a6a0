import { describe, expect, it } from 'vitest';
import { edit } from './edit.ts';
import { canonicalBehaviour, canonicalFlow, type Flow } from './flow.ts';
import { stringifyJson } from './json.ts';
import { compileMapping } from './mapping/compile.ts';
import type { Mapping } from './mapping/document.ts';
import { differencesOf, runFlowTests, runTests, testProblems } from './mapping-tests.ts';
import { readFlow } from './migrate.ts';
import { testCatalog } from './testing/catalog.ts';
import { draw } from './testing/draw.ts';
import { type FlowTest, freeKeptId, whyNotKept } from './tests.ts';

const mapping: Mapping = {
  format: 1,
  rows: [
    { kind: 'field', id: 'n', target: ['number'], rule: { kind: 'path', from: 'item', path: ['name'] } },
    { kind: 'field', id: 'w', target: ['when'], rule: { kind: 'expression', code: '$now()' } },
  ],
};
const test = (more: Partial<FlowTest> = {}): FlowTest => ({
  id: 'test',
  node: 'map',
  name: 'order 1002',
  input: '{"name":"#1002"}',
  expected: '{"when":"2026-11-23T08:00:00.000Z","number":"#1002"}',
  given: { now: '2026-11-23T08:00:00.000Z', zone: 'Europe/Berlin' },
  ...more,
});

function flowWith(tests: FlowTest[]): Flow {
  const flow = draw('order > map', { map: { config: { mapping: mapping as never } } });
  return edit(flow, { kind: 'put-tests', tests, label: 'Save a test' });
}

describe('a test of a map', () => {
  it('passes where the same values come, in whatever order their names stand', async () => {
    expect(await runTests(mapping, undefined, [test()])).toMatchObject([
      { test: 'test', passed: true, differences: [] },
    ]);
  });

  it('keeps what came, byte for byte as a run writes it', async () => {
    const [result] = await runTests(mapping, undefined, [test()]);
    const outcome = await compileMapping(mapping).run({ name: '#1002' }, test().given);
    expect(result?.came).toBe(outcome.ok && stringifyJson(outcome.value));
  });

  it.each<[string, Partial<FlowTest>, string]>([
    [
      'another value',
      { expected: '{"number":"#1","when":"2026-11-23T08:00:00.000Z"}' },
      'number is "#1002", it should be "#1"',
    ],
    [
      'a field too many',
      { expected: '{"number":"#1002"}' },
      'when is "2026-11-23T08:00:00.000Z", it should not be there',
    ],
    [
      'a field too few',
      { expected: '{"number":"#1002","when":"2026-11-23T08:00:00.000Z","x":[1,2]}' },
      'x is missing, it should be [1,2]',
    ],
    ['what is kept being no JSON', { input: '{' }, 'what it keeps is no JSON any more'],
  ])('fails with words for %s', async (_, more, words) => {
    expect(await runTests(mapping, undefined, [test(more)])).toMatchObject([{ passed: false, words }]);
  });

  it('fails where the message would be parked, and says why', async () => {
    const parks: Mapping = {
      format: 1,
      rows: [
        {
          kind: 'field',
          id: 'n',
          target: ['n'],
          rule: { kind: 'path', from: 'item', path: ['gone'] },
          ifMissing: { do: 'park' },
        },
      ],
    };
    const [result] = await runTests(parks, undefined, [test()]);
    expect(result).toMatchObject({ passed: false, came: null });
    expect(result?.words).toMatch(/^the message would be parked: n: “gone” is missing/);
  });
});

describe('differences', () => {
  it.each([
    ['{"a":[{"b":1},{"b":2}]}', '{"a":[{"b":1},{"b":3}]}', [['a[1].b', '2', '3']]],
    ['{"a":[1]}', '{"a":[1,2]}', [['a[1]', null, '2']]],
    ['{"a":null}', '{}', [['a', 'null', null]]],
    ['{"a b":1}', '{"a b":"1"}', [['"a b"', '1', '"1"']]],
    ['[]', '{}', [['', '[]', '{}']]],
    ['{"constructor":1}', '{}', [['constructor', '1', null]]],
    ['{"x":1,"y":2}', '{"y":2,"x":1}', []],
  ])('between %s and %s', (expected, came, found) => {
    const differences = differencesOf(JSON.parse(expected), JSON.parse(came));
    expect(differences.map((one) => [one.field, one.expected, one.came])).toEqual(found);
  });

  it('are bounded', () => {
    expect(differencesOf(Array(1000).fill(1), Array(1000).fill(2))).toHaveLength(50);
  });
});

describe('the tests of a flow', () => {
  it('stand in the way of publishing by the name of node and test', async () => {
    const flow = flowWith([test(), test({ id: 'test-2', name: 'broken', expected: '{}' })]);
    const [problem, ...others] = await testProblems(flow, testCatalog);
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(
      /^In “.+”, the test “broken” fails: number is "#1002", it should not be there, and 1 more\.$/,
    );
    expect(problem?.where).toEqual({ node: 'map', field: 'tests.test-2' });
  });

  it('fail where their map is gone', async () => {
    const flow = flowWith([test({ node: 'gone' })]);
    expect(await runFlowTests(flow, testCatalog)).toMatchObject([
      { passed: false, words: 'its map is gone, or cannot be read' },
    ]);
  });

  it('are kept by saving and opening, with what is not known of them', () => {
    const flow = flowWith([{ ...test(), colour: 'red' }, test({ id: 'a' })]);
    const read = readFlow(canonicalFlow(flow));
    expect(read.ok && read.value.tests).toEqual([test({ id: 'a' }), { ...test(), colour: 'red' }]);
    expect(read.ok && canonicalFlow(read.value)).toBe(canonicalFlow(flow));
  });

  it('change nothing that runs', () => {
    expect(canonicalBehaviour(flowWith([test()]))).toBe(canonicalBehaviour(flowWith([])));
  });

  it('go with their map, and leave no trace in a flow that has none', () => {
    const flow = edit(flowWith([test()]), { kind: 'remove-nodes', nodes: ['map'] });
    expect(flow).not.toHaveProperty('tests');
  });

  it('are exchanged and taken away by their ids', () => {
    const renamed = edit(flowWith([test()]), { kind: 'put-tests', tests: [test({ name: 'other' })], label: 'Rename' });
    expect(renamed.tests?.map(({ name }) => name)).toEqual(['other']);
    expect(edit(renamed, { kind: 'remove-tests', tests: ['test'] })).not.toHaveProperty('tests');
  });

  it('are bounded in number and size, in words', () => {
    const many = Array.from({ length: 101 }, (_, n) => test({ id: `t-${n}` }));
    expect(whyNotKept({ tests: many })).toContain('100 tests at the most');
    expect(whyNotKept({ tests: [test({ input: ' '.repeat(256_001) })] })).toContain('256000 characters');
    expect(whyNotKept({ tests: many.slice(0, 9).map((one) => ({ ...one, input: ' '.repeat(250_000) })) })).toContain(
      '2,000,000',
    );
    expect(whyNotKept({ tests: [test()] })).toBeUndefined();
  });
});

describe('pinned samples', () => {
  const sample = { id: 'pin', node: 'map', name: 'the odd one', body: '{}', given: test().given };
  it('are kept in the document and go with their map', () => {
    const flow = edit(flowWith([]), { kind: 'pin-sample', sample });
    const read = readFlow(canonicalFlow(flow));
    expect(read.ok && read.value.samples).toEqual([sample]);
    expect(edit(flow, { kind: 'remove-nodes', nodes: ['map'] })).not.toHaveProperty('samples');
    expect(edit(flow, { kind: 'unpin-samples', samples: ['pin'] })).not.toHaveProperty('samples');
  });

  it('get an id of their own', () => {
    expect(freeKeptId('pin')).toBe('pin');
    expect(freeKeptId('pin', [{ id: 'pin' }, { id: 'pin-2' }])).toBe('pin-3');
  });
});
