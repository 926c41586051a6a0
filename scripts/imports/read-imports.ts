import { blankText } from './blank-text.ts';

/** One import, re-export or `import()` of a file. */
export type Import = {
  /** What stands between the quotes. */
  target: string;
  /** Leaves no trace at run time. `import { type A }` does leave one: the file is still loaded. */
  typeOnly: boolean;
  line: number;
};

/** All imports of a TypeScript or JavaScript file, in order. Targets computed at run time are not seen. */
export function readImports(text: string): Import[] {
  const code = blankText(text, 'comments and templates');
  const codeAlone = blankText(text, 'strings too');
  return [...code.matchAll(STATEMENT)].flatMap((found) => {
    const { keyword = '', clause = '', from, bare, called } = found.groups ?? {};
    const at = found.index + found[0].search(/\bimport|\bexport/);
    if (codeAlone[at] === ' ') return []; // inside a string
    const typeOnly = keyword !== '' && /^\s*type\b/.test(clause);
    return [{ target: from ?? bare ?? called ?? '', typeOnly, line: text.slice(0, at).split('\n').length }];
  });
}

/**
 * Either a statement at the start of a line or after a semicolon (`import … from '…'`, `export … from '…'`, `import '…'`),
 * whose clause holds names, braces and commas but no quote, or a call `import('…')` anywhere, also in a type.
 */
const STATEMENT =
  /(?:(?:^|;)[ \t]*(?<keyword>import|export)\b(?:(?<clause>[\s\w$*{},]*?)\bfrom\s*['"](?<from>[^'"\n]+)['"]|\s*['"](?<bare>[^'"\n]+)['"]))|\bimport\s*\(\s*['"](?<called>[^'"\n]+)['"]/gm;
