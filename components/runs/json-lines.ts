import { isObject, type Json, parseJson, stringifyJson } from '#flow/json.ts';

/** One line of indented JSON. `path` is the place it shows, such as `LineItems[1].AccountCode`; closing brackets have none. */
export interface JsonLine {
  depth: number;
  key: string | null;
  text: string;
  path: string | null;
}

/** A body as lines, digits kept. A text that is no JSON is shown as it is. */
export function jsonLines(text: string): JsonLine[] {
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return text.split('\n').map((line) => ({ depth: 0, key: null, text: line, path: null }));
  }
  return linesOf(value, null, '', 0, '');
}

/** Whether a line shows the field a trouble names; `LineItems[].AccountCode` means that of every line. */
export function shows(line: JsonLine, field: string): boolean {
  return line.path !== null && (line.path === field || line.path.replace(/\[\d+]/g, '[]') === field);
}

function linesOf(value: Json, key: string | null, path: string, depth: number, comma: string): JsonLine[] {
  const parts = partsOf(value, path);
  if (parts === null || parts.length === 0) return [{ depth, key, path, text: stringifyJson(value) + comma }];
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const inner = parts.flatMap((part, index) =>
    linesOf(part.value, part.key, part.path, depth + 1, index < parts.length - 1 ? ',' : ''),
  );
  return [{ depth, key, path, text: open }, ...inner, { depth, key: null, path: null, text: close + comma }];
}

function partsOf(value: Json, path: string): { key: string | null; path: string; value: Json }[] | null {
  if (Array.isArray(value)) return value.map((item, index) => ({ key: null, path: `${path}[${index}]`, value: item }));
  if (!isObject(value)) return null;
  return Object.entries(value).map(([key, part]) => ({ key, path: path ? `${path}.${key}` : key, value: part }));
}
