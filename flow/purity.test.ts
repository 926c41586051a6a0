import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { impurities } from '../scripts/imports/purity.ts';
import { readImports } from '../scripts/imports/read-imports.ts';

/** All that flow/ may import besides itself. Why each: docs/decisions/0003-pure-heart.md. */
const libraries = ['zod', 'immer', 'decimal.js', 'jsonata', 'croner'];

const folder = import.meta.dirname;
/** Tests, and what only they share; nothing else may import that. */
const isOfTests = (file: string) => /\.test\.ts$|(?:^|\/)testing\//.test(file);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !isOfTests(file))
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

function foreignImports(file: string, text: string): string[] {
  const targets = readImports(text).map((found) => found.target);
  return targets.filter(
    (target) => !libraries.includes(target) && !target.startsWith('#flow/') && leaves(file, target),
  );
}

const leaves = (file: string, target: string): boolean =>
  !target.startsWith('.') || join(file, '..', target).startsWith('..');

describe('flow/ is pure:', () => {
  it.each(sources)('$file imports flow/ and the few pure libraries alone', ({ file, text }) => {
    expect(foreignImports(file, text)).toEqual([]);
  });

  it.each(sources)('$file asks no clock, no chance and nobody outside', ({ text }) => {
    expect(impurities(text)).toEqual([]);
  });

  it.each(sources)('$file needs nothing that is there for tests', ({ text }) => {
    expect(readImports(text).filter(({ target }) => /(?:^|\/)testing\//.test(target))).toEqual([]);
  });

  it('anything else would be noticed', () => {
    const impure =
      "import '../server/env.ts';\nimport fs from 'node:fs';\nimport './graph.ts';\nconst id = Math.random();";
    expect(foreignImports('edit.ts', impure)).toEqual(['../server/env.ts', 'node:fs']);
    expect(foreignImports('edit/apply.ts', "import '../flow.ts';")).toEqual([]);
    expect(impurities(impure)).toHaveLength(1);
  });
});
