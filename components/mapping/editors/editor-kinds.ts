import type { Rule } from '#flow/mapping/document.ts';

/** How a row's rule is edited: everything that has no form of its own as an expression. */
export const editorKinds = ['expression', 'paths', 'template', 'value-map', 'function'] as const;
export type EditorKind = (typeof editorKinds)[number];

export const kindWords: Record<EditorKind, string> = {
  expression: 'expression',
  paths: 'several fields',
  template: 'text with fields',
  'value-map': 'lookup table',
  function: 'function',
};

export function editorKind(rule: Rule | undefined): EditorKind {
  const kind = rule?.kind;
  return editorKinds.find((one) => one === kind) ?? 'expression';
}

/** Result, kind, what if it is missing, and note below what is edited, 28 px each. */
const footer = 4 * 28;

/** In pixels, under the row. */
export const editorHeights: Record<EditorKind | 'loop', number> = {
  expression: 64 + footer,
  paths: 36 + footer,
  template: 36 + footer,
  'value-map': 196 + footer,
  function: 120 + footer,
  loop: 64 + 4 * 28,
};
