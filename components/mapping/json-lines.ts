import type { JsonSchema } from '#flow/catalog.ts';
import { isObject, type Json, type JsonObject, stringifyJson } from '#flow/json.ts';
import { pathWords } from '#flow/mapping/path.ts';

/** One printed line of a JSON value. */
export interface JsonLine {
  /** The value that begins here, counted: `LineItems[1].AccountCode`. The same on a closing line. */
  path: string;
  indent: number;
  /** With its quotes; absent inside a list and at the top. */
  name?: string;
  /** What stands after the name, with a comma where one is due. */
  text: string;
  /** True where a field should stand and does not. */
  isAbsent: boolean;
}

/**
 * Prints a value line by line, two spaces a level. Fields stand in the schema's order, others after them by name, so that equal
 * values always give equal lines. `absent` are paths that should hold something: where nothing is, a line says `missing`.
 */
export function jsonLines(value: Json, schema?: JsonSchema, absent: Iterable<string> = []): JsonLine[] {
  const lines: JsonLine[] = [];
  print(value, schema, { path: '', indent: 0, comma: '' }, new Set(absent), lines);
  return lines;
}

interface Place {
  path: string;
  indent: number;
  name?: string;
  comma: string;
}

function print(
  value: Json,
  schema: JsonSchema | undefined,
  place: Place,
  absent: Set<string>,
  lines: JsonLine[],
): void {
  const { comma, ...at } = place;
  const line = (text: string, named = true) =>
    lines.push({ ...at, name: named ? at.name : undefined, text, isAbsent: false });

  if (Array.isArray(value) && value.length > 0) {
    line('[');
    for (const [index, element] of value.entries()) {
      const inside = { path: `${at.path}[${index}]`, indent: at.indent + 1, comma: commaAt(index, value.length) };
      print(element, schema?.items, inside, absent, lines);
    }
    line(`]${comma}`, false);
  } else if (isObject(value)) {
    const names = orderedNames(value, schema, at.path, absent);
    if (names.length === 0) return void line(`{}${comma}`);
    line('{');
    for (const [index, name] of names.entries()) {
      const path = joined(at.path, name);
      const inside = { path, indent: at.indent + 1, name: JSON.stringify(name), comma: commaAt(index, names.length) };
      const part = Object.hasOwn(value, name) ? value[name] : undefined;
      if (part !== undefined) print(part, schema?.properties?.[name], inside, absent, lines);
      else
        lines.push({ path, indent: inside.indent, name: inside.name, text: `missing${inside.comma}`, isAbsent: true });
    }
    line(`}${comma}`, false);
  } else line(`${stringifyJson(value)}${comma}`);
}

const commaAt = (index: number, length: number): string => (index < length - 1 ? ',' : '');

const joined = (path: string, name: string): string => `${path === '' ? '' : `${path}.`}${pathWords([name])}`;

/** Names in the schema's order, then the rest by name; absent ones among them. */
function orderedNames(value: JsonObject, schema: JsonSchema | undefined, path: string, absent: Set<string>): string[] {
  const known = Object.keys(schema?.properties ?? {});
  const others = Object.keys(value).filter((name) => !known.includes(name));
  const start = path === '' ? '' : `${path}.`;
  for (const full of absent) {
    const name = full.startsWith(start) ? full.slice(start.length) : '';
    if (/^[^.[]+$/.test(name) && !known.includes(name) && !others.includes(name)) others.push(name);
  }
  const isShown = (name: string) => value[name] !== undefined || absent.has(joined(path, name));
  return [...known, ...others.sort()].filter(isShown);
}
