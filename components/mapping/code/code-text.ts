import { isObject, type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { type Mapping, mappingSchema, type Row } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { type JsonScan, lineAt, placeKey, scanJson } from './json-places.ts';

const widest = 110;

/** A mapping as text to read and edit: JSON, one row to a line where it fits. */
export const codeText = (mapping: Mapping): string => `${laidOut(mapping as unknown as Json, '')}\n`;

function laidOut(value: Json, indent: string): string {
  const short = stringifyJson(value);
  const isNested = isObject(value) ? Array.isArray(value.rows) : isRows(value);
  if (!isNested && indent.length + short.length <= widest) return spaced(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((part) => inner + laidOut(part, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return short;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{\n${parts.map(([key, part]) => `${inner}${stringifyJson(key)}: ${laidOut(part, inner)}`).join(',\n')}\n${indent}}`;
}

const isRows = (value: Json): boolean =>
  Array.isArray(value) && value.some((part) => isObject(part) && 'kind' in part && 'target' in part);

/** On one line, with room around its parts. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isObject(value)) return stringifyJson(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return parts.length === 0
    ? '{}'
    : `{ ${parts.map(([key, part]) => `${stringifyJson(key)}: ${spaced(part)}`).join(', ')} }`;
}

/** Why a text is no mapping, and where. */
export interface CodeTrouble {
  line: number;
  column: number;
  /** `rows[2].rule.path`, absent where the text is not JSON at all. */
  path?: string;
  message: string;
}

export type ReadCode = { ok: true; mapping: Mapping } | { ok: false; troubles: CodeTrouble[] };

/** The mapping that a text is, or all that keeps it from being one. */
export function readCode(text: string): ReadCode {
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    return { ok: false, troubles: [syntaxTrouble(text, error)] };
  }
  const parsed = mappingSchema.safeParse(value);
  if (parsed.success) return { ok: true, mapping: parsed.data };
  const { places } = scanJson(text);
  const troubles = parsed.error.issues.slice(0, 50).map((issue): CodeTrouble => {
    const place = nearest(places, issue.path);
    return { ...lineAt(text, place), path: shownPath(issue.path), message: issue.message };
  });
  return { ok: false, troubles };
}

function syntaxTrouble(text: string, error: unknown): CodeTrouble {
  const { stop = text.length } = scanJson(text);
  const found = text[stop];
  const words = found === undefined ? 'it ends too soon' : `${JSON.stringify(found)} cannot stand here`;
  const isTooLarge = error instanceof SyntaxError && error.message.startsWith('The number');
  return { ...lineAt(text, stop), message: isTooLarge ? error.message : `This is not JSON: ${words}.` };
}

/** What is named may be missing: then where it would stand. */
function nearest(places: JsonScan['places'], path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(placeKey(path.slice(0, length)));
    if (place) return place.from;
  }
  return 0;
}

const shownPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`;
    const name = pathWords([String(step)]);
    return words === '' ? name : `${words}.${name}`;
  }, '') || 'the whole';

/** Where each row stands in the text, in lines from 1, the outer before the inner. */
export function rowLines(text: string, mapping: Mapping): { id: string; first: number; last: number }[] {
  const { places } = scanJson(text);
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (at: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const walk = (rows: Row[], path: (string | number)[]): { id: string; first: number; last: number }[] =>
    rows.flatMap((row, index) => {
      const here = [...path, index];
      const place = places.get(placeKey(here));
      if (!place) return [];
      const own = { id: row.id, first: lineOf(place.from), last: lineOf(Math.max(place.from, place.to - 1)) };
      return row.kind === 'loop' ? [own, ...walk(row.rows, [...here, 'rows'])] : [own];
    });
  return walk(mapping.rows, ['rows']);
}
