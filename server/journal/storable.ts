/**
 * Text as Postgres takes it: it knows no NUL and no half of a surrogate pair (what is left where an emoji was cut in
 * two), and one of them would fail the statement of a whole group. Both become U+FFFD.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** The same as JSON text, for a `jsonb`. `JSON.stringify` writes exactly these characters as escapes; a whole pair it writes as it is. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // The exact look takes twice as long as making the text, and is nearly never needed.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return json.replace(/(?<=(?<!\\)(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\ufffd');
}
