/** Where a value stands in a JSON text: characters from its first to behind its last. */
export interface JsonPlace {
  from: number;
  to: number;
}

/** A path as one key: `["rows",0,"rule"]`. */
export const placeKey = (path: readonly PropertyKey[]): string =>
  JSON.stringify(path.map((step) => (typeof step === 'number' ? step : String(step))));

export interface JsonScan {
  /** Where every value stands, by `placeKey` of its path. */
  places: Map<string, JsonPlace>;
  /** The first character that cannot be; absent when the text is JSON. */
  stop?: number;
}

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}]|$)/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in a text.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/** Walks through a JSON text, up to where it stops being JSON. */
export function scanJson(text: string): JsonScan {
  const places = new Map<string, JsonPlace>();
  let at = 0;
  const blank = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++;
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const value = (path: (string | number)[]): boolean => {
    blank();
    const from = at;
    const isList = text[at] === '{' || text[at] === '[';
    if (isList ? !list(path, text[at] === '{') : take(string) === undefined && take(literal) === undefined)
      return false;
    places.set(placeKey(path), { from, to: at });
    return true;
  };
  const list = (path: (string | number)[], isObject: boolean): boolean => {
    const end = isObject ? '}' : ']';
    at += 1;
    blank();
    if (text[at] === end) {
      at += 1;
      return true;
    }
    for (let index = 0; ; index++) {
      blank();
      let step: string | number = index;
      if (isObject) {
        const name = take(string);
        if (name === undefined) return false;
        step = String(JSON.parse(name));
        blank();
        if (text[at] !== ':') return false;
        at += 1;
      }
      if (!value([...path, step])) return false;
      blank();
      if (text[at] !== ',' && text[at] !== end) return false;
      at += 1;
      if (text[at - 1] === end) return true;
    }
  };
  const isWhole = value([]);
  if (isWhole) blank();
  return isWhole && at === text.length ? { places } : { places, stop: at };
}

/** Line and column of a character, both from 1. */
export function lineAt(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
