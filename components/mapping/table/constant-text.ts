import { type Json, parseJson, stringifyJson } from '#flow/json.ts';

/** A value in one cell: a text as it stands unless it reads as JSON, anything else as JSON. */
export const constantText = (value: Json): string =>
  typeof value === 'string' && value !== '' && !isJsonText(value) ? value : stringifyJson(value);

/** The way back from `constantText`. */
export const readConstant = (text: string): Json => (isJsonText(text) ? parseJson(text) : text);

/** A number, a text in quotes, a list…: written as JSON, not a bare word. */
export function isJsonText(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
