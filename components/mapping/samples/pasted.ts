import { type Json, parseJson } from '#flow/json.ts';
import { jsonTrouble } from './json-trouble.ts';

/** Characters; more is refused. */
const longest = 1_000_000;
/** Messages out of one pasted list. */
const most = 50;

export type Pasted = { ok: true; bodies: Json[]; left: number } | { ok: false; words: string };

/**
 * The messages in a pasted text. A list is one message where the source is a list, else each of its elements is one.
 * @param isList what comes to the map is a list itself
 */
export function readPasted(text: string, isList: boolean): Pasted {
  if (text.trim() === '') return { ok: false, words: 'Paste the JSON of a message first.' };
  if (text.length > longest)
    return { ok: false, words: 'This is more than 1,000,000 characters: paste a smaller message.' };
  const trouble = jsonTrouble(text);
  if (trouble) return { ok: false, words: `Line ${trouble.line}, column ${trouble.column}: ${trouble.words}.` };
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    return { ok: false, words: `This is JSON, but cannot be read: ${(error as Error).message}` };
  }
  const bodies = Array.isArray(value) && !isList ? value : [value];
  if (bodies.length === 0) return { ok: false, words: 'This list is empty: there is no message in it.' };
  return { ok: true, bodies: bodies.slice(0, most), left: Math.max(0, bodies.length - most) };
}
