import { describe, expect, it } from 'vitest';
import { readImports } from './read-imports.ts';

describe('reading imports', () => {
  it.each([
    ["import a from './a.ts';", './a.ts', false],
    ["import a, { b } from './a.ts';", './a.ts', false],
    ["import * as a from './a.ts'", './a.ts', false],
    ["import './a.css';", './a.css', false],
    ["import {\n  a,\n  type B,\n} from './a.ts';", './a.ts', false],
    ["import { type A } from './a.ts';", './a.ts', false],
    ["import type A from './a.ts';", './a.ts', true],
    ["import type { A, B } from './a.ts';", './a.ts', true],
    ["import type * as a from './a.ts';", './a.ts', true],
    ["export * from './a.ts';", './a.ts', false],
    ["export { a } from './a.ts';", './a.ts', false],
    ["export type { A } from './a.ts';", './a.ts', true],
    ["const a = await import('./a.ts');", './a.ts', false],
    ['import a from "./a.ts";', './a.ts', false],
    ["const x = 1; import a from './a.ts';", './a.ts', false],
  ])('finds %j', (text, target, typeOnly) => {
    expect(readImports(text)).toEqual([{ target, typeOnly, line: 1 }]);
  });

  it.each([
    ["// import a from './a.ts';"],
    ["/*\nimport a from './a.ts';\n*/"],
    ["const text = `\nimport a from './a.ts';\n`;"],
    ["const text = `${{ a: `\nimport a from './a.ts';\n` }}`;"],
    ["export const from = 'here';"],
    ['const said = "a; import a from \'./a.ts\'";'],
    ['const said = "await import(\'./a.ts\')";'],
    ['const said = "import a from \'./a.ts\'";'],
  ])('finds nothing in %j', (text) => {
    expect(readImports(text)).toEqual([]);
  });

  it('goes on after quotes, slashes and braces that could lead astray', () => {
    const text = [
      'const a = /[\'"`/*]/.test(b) ? c / d : e;',
      '<p title="a / b">It\'s `5` / 3 {`${a}`} https://example.com</p>',
      "<img src={x} />; // don't",
      'const t = `${`{${1}`}}`;',
      "import f from './f.ts';",
      'export {',
      "  // from './not-this.ts'",
      '  g,',
      "} from './g.ts';",
    ].join('\n');
    expect(readImports(text)).toEqual([
      { target: './f.ts', typeOnly: false, line: 5 },
      { target: './g.ts', typeOnly: false, line: 6 },
    ]);
  });
});
