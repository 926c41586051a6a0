import { describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.ts';

/** A small house that keeps all rules. */
const house = {
  'flow/flow.ts': "import { z } from 'zod';\nexport const flow = z.object({});\n",
  'flow/mapping/compile.ts': "import { flow } from '../flow.ts';\nimport jsonata from 'jsonata';\n",
  'components/runs/list.tsx': "import { flow } from '#flow/flow.ts';\nimport { trpc } from '#components/trpc.tsx';\n",
  'components/trpc.tsx': "import type { AppRouter } from '#server/api/router.ts';\nimport React from 'react';\n",
  'app/page.tsx': "import './globals.css';\nimport { List } from '#components/runs/list.tsx';\n",
  'server/connectors/contract.ts': "import type { flow } from '#flow/flow.ts';\n",
  'server/connectors/shopify/index.ts':
    "import { createHmac } from 'node:crypto';\nimport '../contract.ts';\nimport './fake/shop.ts';\n",
  'server/connectors/shopify/fake/shop.ts': "import { parse } from 'graphql';\nimport { flow } from '#flow/flow.ts';\n",
  'server/connectors/xero/index.ts': "import '../contract.ts';\n",
  'server/connectors/index.ts':
    "export { shopify } from './shopify/index.ts';\nexport { xero } from './xero/index.ts';\n",
  'server/executor/interpret.ts': "import type { Connector } from '../connectors/contract.ts';\n",
  'server/journal/append.ts': "import { sql } from '../db.ts';\nimport postgres from 'postgres';\n",
  'server/store/flows.ts': "import { sql } from '#server/db.ts';\n",
  'server/triggers/receive.ts': "import { append } from '../journal/append.ts';\n",
  'server/api/router.ts': "import { flows } from '../store/flows.ts';\nimport { initTRPC } from '@trpc/server';\n",
  'server/db.ts': "import postgres from 'postgres';\n",
  'server/testing/database.ts': "import { sql } from '../db.ts';\n",
  'server/worker.ts': "import './executor/interpret.ts';\nimport './journal/append.ts';\n",
  'server/main.ts': "import './api/router.ts';\nimport './triggers/receive.ts';\n",
  'server/store/flows.test.ts': "import { testDatabase } from '#server/testing/database.ts';\nimport './flows.ts';\n",
};

/** What is said when one file of the house reads as given. */
function complaints(file: string, text: string): string[] {
  const files = new Map<string, string>(Object.entries({ ...house, [file]: text }));
  return checkImports(files).map((violation) => `${violation.file}:${violation.line}: ${violation.message}`);
}

describe('the import rules', () => {
  it('have nothing to say about a house that keeps them', () => {
    expect(checkImports(new Map(Object.entries(house)))).toEqual([]);
  });

  it('name the file, the line, the import, what is allowed and why', () => {
    expect(complaints('components/x.tsx', "\nimport { sql } from '#server/db.ts';\n")).toEqual([
      'components/x.tsx:2: imports server/db.ts; components may import flow and the api only as a type in components/trpc.tsx, ' +
        'because what the browser shows must not carry the server with it, nor know how it keeps things',
    ]);
  });

  it.each([
    ['flow/graph.ts', '#components/trpc.tsx'],
    ['flow/graph.ts', 'react'],
    ['flow/graph.ts', 'node:crypto'],
    ['flow/graph.ts', '#server/connectors/contract.ts'],
    ['components/x.tsx', 'node:path'],
    ['components/x.tsx', 'drizzle-orm/pg-core'],
    ['components/x.tsx', '#server/connectors/index.ts'],
    ['app/x.tsx', '#server/api/router.ts'],
    ['server/connectors/xero/index.ts', '../shopify/index.ts'],
    ['server/connectors/xero/fake/ledger.ts', '../../shopify/fake/shop.ts'],
    ['server/connectors/xero/index.ts', '#server/executor/interpret.ts'],
    ['server/connectors/xero/index.ts', '#server/db.ts'],
    ['server/connectors/xero/index.ts', 'undici'],
    ['server/connectors/xero/index.ts', 'node:fs'],
    ['server/connectors/contract.ts', './shopify/index.ts'],
    ['server/executor/next.ts', '#server/journal/append.ts'],
    ['server/executor/next.ts', '#server/connectors/index.ts'],
    ['server/executor/next.ts', 'node:http'],
    ['server/executor/next.ts', 'postgres'],
    ['server/executor/next.ts', 'next/server'],
    ['server/journal/append.ts', '#server/executor/interpret.ts'],
    ['server/store/flows.ts', '#server/connectors/shopify/fake/shop.ts'],
    ['server/triggers/receive.ts', '#server/executor/interpret.ts'],
    ['server/api/router.ts', '#server/executor/interpret.ts'],
    ['server/api/router.ts', '#server/worker.ts'],
    ['server/store/flows.ts', '#server/api/router.ts'],
    ['server/store/flows.ts', '#server/testing/database.ts'],
    ['server/store/flows.test.ts', '#server/main.ts'],
    ['server/db.ts', '#server/store/flows.ts'],
  ])('do not let %s import %s', (file, target) => {
    for (const statement of [
      `import x from '${target}';`,
      `export type { X } from '${target}';`,
      `await import('${target}');`,
    ]) {
      const found = complaints(file, `${statement}\n`);
      expect(found).toContainEqual(expect.stringContaining(`${file}:1: imports `));
      expect(found[0]).not.toContain('circle');
    }
  });

  it('let the one place that may know the API know it as a type only', () => {
    expect(complaints('components/trpc.tsx', "import { router } from '#server/api/router.ts';\n")).toEqual([
      expect.stringContaining('imports server/api/router.ts not as a type; write `import type`'),
    ]);
  });

  it('ask for a rule where a room has none', () => {
    expect(complaints('server/cellar/wine.ts', '')).toEqual([expect.stringContaining('belongs to no room')]);
  });

  it('ask for a file that is there, named with its ending', () => {
    expect(complaints('flow/graph.ts', "import { flow } from './flow';\n")).toEqual([
      'flow/graph.ts:1: imports ./flow, which is not there; write the whole name with its ending',
    ]);
  });
});

describe('cycles', () => {
  it('are named, once each', () => {
    const files = new Map([
      ['flow/a.ts', "import './b.ts';"],
      ['flow/b.ts', "export * from './c.ts';"],
      ['flow/c.ts', "import './a.ts';\nimport './d.ts';"],
      ['flow/d.ts', "import './d.ts';"],
    ]);
    expect(checkImports(files).map((violation) => violation.message)).toEqual([
      expect.stringContaining('flow/a.ts → flow/b.ts → flow/c.ts → flow/a.ts'),
      expect.stringContaining('flow/d.ts → flow/d.ts'),
    ]);
  });

  it('of types alone are none', () => {
    const files = new Map([
      ['flow/a.ts', "import type { B } from './b.ts';"],
      ['flow/b.ts', "import { a } from './a.ts';"],
    ]);
    expect(checkImports(files)).toEqual([]);
  });
});

describe('the pure heart', () => {
  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Math.random()',
    'crypto.randomUUID()',
    'globalThis.crypto',
    'process.env.HOME',
    "fetch('https://example.com')",
    'setTimeout(f, 1)',
    'performance.now()',
    '`at ${Date.now()}`',
  ])('may not use %s', (code) => {
    expect(complaints('flow/x.ts', `const x = ${code};\n`)).toEqual([expect.stringMatching(/^flow\/x\.ts:1: uses /)]);
    expect(complaints('flow/x.test.ts', `const x = ${code};\n`)).toEqual([]);
  });

  it.each([
    'new Date(millis)',
    'clock.performance.now()',
    "'Date.now()'",
    '// Date.now() is not for us',
    'prefetch(x)',
    '/Math.random()/',
    'steps.process',
  ])('may use %s', (code) => {
    expect(complaints('flow/x.ts', `const x =\n  ${code}\n`)).toEqual([]);
  });
});

describe('long files', () => {
  const long = 'export {};\n'.repeat(401);

  it('are refused from 401 lines on', () => {
    expect(complaints('flow/long.ts', long.slice('export {};\n'.length))).toEqual([]);
    expect(complaints('flow/long.ts', long)).toEqual([expect.stringContaining('flow/long.ts:401: has 401 lines')]);
  });

  it('are let through with a reason', () => {
    expect(complaints('flow/long.ts', `// Long because one table is read in one piece.\n${long}`)).toEqual([]);
    expect(complaints('flow/long.ts', `// Long because\n${long}`)).toHaveLength(1);
  });
});
