import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emptyFlow, type Flow, flowSchema } from './flow.ts';
import type { Problem } from './problem.ts';
import { testCatalog } from './testing/catalog.ts';
import { draw } from './testing/draw.ts';
import { type KnownConnection, validate } from './validate.ts';

/** A bad flow with its own expected problems. Parts of the flow that are left out are those of an empty one. */
interface Case {
  title: string;
  flow: Partial<Flow>;
  connections?: KnownConnection[];
  expected: Problem[];
}

const folder = new URL('./validate/cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (file: string): Case => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

describe('a bad flow', () => {
  it.each(files.map((file) => [file, read(file)] as const))('%s gives exactly its problems', (_file, found) => {
    const flow = flowSchema.parse({ ...emptyFlow(found.title), ...found.flow });
    expect(validate(flow, testCatalog, { connections: found.connections })).toEqual(found.expected);
  });

  it('names node, field and way out in sentences, and says of each kind what it is', () => {
    const problems = files.flatMap((file) => read(file).expected);
    for (const problem of problems) {
      expect(problem.message).toMatch(/^[A-Z“].*\.$/);
      expect(problem.wayOut).toMatch(/^[A-Z“].*\.$/);
    }
    expect([...new Set(problems.map((problem) => problem.code))].sort()).toEqual([
      'bad-cron',
      'cycle',
      'dangling-edge',
      'duplicate-edge',
      'duplicate-id',
      'duplicate-port',
      'empty-flow',
      'input-of-trigger',
      'missing-field',
      'no-connection',
      'no-input',
      'no-trigger',
      'nothing-behind-trigger',
      'order-without-key',
      'unknown-connection',
      'unknown-operation',
      'unreachable',
      'unwired-output',
      'wrong-connection',
      'wrong-type',
    ]);
  });
});

//   order ── filter ── invoice
const sound = draw('order > filter > invoice', {
  order: { connection: 'shop' },
  filter: { config: { condition: 'total > 0' } },
  invoice: {
    connection: 'ledger',
    config: { accountCode: '200', sendMail: true, mailText: 'Thanks', extra: '{"a":1}' },
  },
});

describe('a sound flow', () => {
  it('has no problems', () => {
    const connections = [
      { id: 'shop', connector: 'shopify', name: 'Shop' },
      { id: 'ledger', connector: 'xero', name: 'Ledger' },
    ];
    expect(validate(sound, testCatalog, { connections })).toEqual([]);
  });

  it('needs no connection where that is optional', () => {
    const hooked = draw('hook > pass');
    expect(validate(hooked, testCatalog, { connections: [] })).toEqual([]);
  });

  it('still tells what is wrong within its maps', () => {
    const mapping = { format: 1, rows: [{ kind: 'field', id: 'a', target: ['A'] }] };
    const broken = draw('hook > map', { map: { config: { mapping } } });
    expect(validate(broken, testCatalog)).toMatchObject([{ severity: 'error', where: { node: 'map' } }]);
  });

  it('has none either while the workspace’s connections are not known', () => {
    expect(validate(sound, testCatalog)).toEqual([]);
  });
});
