import { counted } from '#components/ui/format.ts';
import { isNumeric, isObject, type Json } from '#flow/json.ts';

/** A value in one line: as it stands, or how much of it there is. Nothing found: an empty text. */
export function valueWords(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? '""' : value.replace(/\s+/g, ' ');
  if (isNumeric(value)) return String(value);
  if (Array.isArray(value))
    return counted(value.length, value.every(isObject) && value.length > 0 ? 'record' : 'value');
  return isObject(value) ? counted(Object.keys(value).length, 'field') : String(value);
}

/**
 * The value at a path as the sample pane shows it: `'[]'` looks into the element `index` of its list, the last one if
 * there are not so many.
 */
export function sampleAt(value: Json | undefined, path: string[], index = 0): Json | undefined {
  let here = value;
  for (const step of path) {
    if (step === '[]') {
      if (Array.isArray(here)) here = here[Math.min(index, here.length - 1)];
    } else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}
