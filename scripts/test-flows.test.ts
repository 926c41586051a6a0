import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edit } from '#flow/edit.ts';
import { canonicalFlow } from '#flow/flow.ts';
import { ordersToInvoices } from '#flow/samples/orders-to-invoices.ts';
import type { FlowTest } from '#flow/tests.ts';
import { catalog } from '#server/connectors/catalog.ts';
import { readFlowFiles, reportOf } from './test-flows.ts';

const test = (id: string, more: Partial<FlowTest>): FlowTest => ({
  id,
  node: 'map',
  name: id,
  input: '{}',
  expected: '{}',
  given: { now: '2026-11-23T00:00:00Z', zone: 'UTC' },
  ...more,
});
const free = '{"format":1,"rows":[{"kind":"field","id":"a","target":["a"],"rule":{"kind":"constant","value":1}}]}';
const text = (...tests: FlowTest[]) => {
  let flow = ordersToInvoices('shop', 'ledger');
  flow = edit(flow, { kind: 'remove-nodes', nodes: ['create-invoice'] });
  flow = edit(flow, { kind: 'set-config', node: 'map', field: 'mapping', value: JSON.parse(free) });
  return canonicalFlow(edit(flow, { kind: 'put-tests', tests, label: 'Save' }));
};
const passing = test('good', { expected: '{"a":1}' });
const failing = test('bad', { expected: '{"a":2}' });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flows-'));
  writeFileSync(path.join(folder, 'one.json'), text(passing));
  writeFileSync(path.join(folder, 'two.json'), text(passing, failing));
  writeFileSync(path.join(folder, 'other.json'), '{"not":"a flow"}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('testing flows on the command line', () => {
  it('reads a file, or every flow in a folder', () => {
    expect(readFlowFiles(folder).map(({ from }) => path.basename(from))).toEqual(['one.json', 'two.json']);
    expect(readFlowFiles(path.join(folder, 'one.json'))).toHaveLength(1);
    expect(() => readFlowFiles(path.join(folder, 'gone'))).toThrow('is not there');
  });

  it('names flow, map and test, and says of a failing one why', async () => {
    const report = await reportOf([{ from: 'two.json', text: text(passing, failing) }], catalog());
    expect(report).toMatchObject({ passed: 1, failed: 1 });
    expect(report.lines).toEqual([
      'Orders to invoices (two.json)',
      '  ✗ Order to invoice › bad',
      '      a is 1, it should be 2.',
      '  ✓ Order to invoice › good',
    ]);
  });

  it('counts what is no flow as failed', async () => {
    const report = await reportOf([{ from: 'x.json', text: '{' }], catalog());
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.lines[0]).toContain('x.json: This text is not JSON');
  });

  it('passes over other JSON in a folder, but not what is broken, and not a folder without a flow', () => {
    const inner = mkdtempSync(path.join(folder, 'inner-'));
    writeFileSync(path.join(inner, 'schema.json'), '{"properties":{"nodes":{},"edges":{}}}');
    expect(() => readFlowFiles(inner)).toThrow('holds no exported flow');
    writeFileSync(path.join(inner, 'broken.json'), '{"nodes":[],"edges":[');
    expect(readFlowFiles(inner).map(({ from }) => path.basename(from))).toEqual(['broken.json']);
    rmSync(inner, { recursive: true });
  });

  it('reads a file as some editors write it, and keeps each test on its line', async () => {
    const file = path.join(folder, 'marked.txt');
    writeFileSync(file, `\uFEFF${text(test('good', { name: 'two\nlines', expected: '{"a":1}' }))}`);
    const { lines } = await reportOf(readFlowFiles(file), catalog());
    expect(lines.at(-1)).toBe('  ✓ Order to invoice › two lines');
  });

  it.each([
    ['one.json', 0, '1 passed, 0 failed'],
    ['two.json', 1, '1 passed, 1 failed'],
  ])('on %s exits with %i', (file, status, last) => {
    const ran = spawnSync(process.execPath, ['scripts/test-flows.ts', path.join(folder, file)], { encoding: 'utf8' });
    expect([ran.status, ran.stdout.trim().split('\n').at(-1)]).toEqual([status, last]);
  });

  it('says what it can do when asked, or asked for something else', () => {
    const run = (word: string) => spawnSync(process.execPath, ['scripts/test-flows.ts', word], { encoding: 'utf8' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run test:flows') });
    expect(run('--fast')).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no option --fast.') });
  });
});
