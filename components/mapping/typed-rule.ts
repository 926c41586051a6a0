import { type Json, parseJson } from '#flow/json.ts';
import type { Rule } from '#flow/mapping/document.ts';
import { templateParts } from '#flow/mapping/rule-text.ts';
import type { Kind } from '#flow/mapping/shape.ts';

/**
 * The rule that a typed text stands for: behind `=` an expression, with `{{name}}` in it a text with fields, anything else a
 * constant of the target's type. An expression that only names a field becomes a path, which keeps all digits and shows its line.
 */
export function typedRule(text: string, kind: Kind | undefined, isField: (path: string[]) => boolean): Rule {
  if (!text.startsWith('='))
    return text.includes('{{') ? templateRule(text) : { kind: 'constant', value: typedConstant(text, kind) };
  const code = text.slice(1).trim();
  return pathRule(code, isField) ?? { kind: 'expression', code };
}

/** `customer.email` or `$root.name`, where `isField` knows the field as one that holds a single value. */
export function pathRule(code: string, isField: (path: string[]) => boolean): Rule | undefined {
  if (!/^(\$root\.)?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(code) || /^(true|false|null)$/.test(code)) return undefined;
  const isRoot = code.startsWith('$root.');
  const path = code.slice(isRoot ? '$root.'.length : 0).split('.');
  const from = isRoot ? 'root' : 'item';
  return isRoot || isField(path) ? { kind: 'path', from, path } : undefined;
}

function templateRule(text: string): Rule {
  const parts = templateParts(text);
  const [first = ''] = parts;
  if (parts.length < 2 && typeof first === 'string') return { kind: 'constant', value: first };
  return { kind: 'template', parts };
}

function typedConstant(text: string, kind: Kind | undefined): Json {
  const isPlain = kind === 'string' || kind === 'date' || kind === 'datetime' || kind === 'enum';
  if (isPlain) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
