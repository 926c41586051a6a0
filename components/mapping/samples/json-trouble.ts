/** Why a text is no JSON, and where: lines and columns count from 1. */
export interface JsonTrouble {
  line: number;
  column: number;
  words: string;
}

/** A mark, a text, or another value, after the four characters that JSON takes for space. */
const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may not stand in a JSON text.
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])|)/y;

/**
 * The first thing in a text that JSON does not allow; undefined when the text is JSON. Found by a reading of our own, because
 * browsers word their errors differently and do not always say where.
 */
export function jsonTrouble(text: string): JsonTrouble | undefined {
  const open: ('{' | '[')[] = [];
  let expects: 'value' | 'value or ]' | 'name or }' | 'name' | ':' | ', or end' = 'value';
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    const mark = found?.[1];
    const string = found?.[2];
    const isValue = string !== undefined || found?.[3] !== undefined;
    const start = at + (found?.[0].length ?? 0) - (mark ?? string ?? found?.[3] ?? '').length;
    const wrong = (): JsonTrouble => trouble(text, start, words(expects, open.at(-1), text.slice(start)));
    at = token.lastIndex > at ? token.lastIndex : start;
    const around = open.at(-1);

    if (expects === 'value' || expects === 'value or ]') {
      if (mark === '{') {
        open.push('{');
        expects = 'name or }';
        continue;
      }
      if (mark === '[') {
        open.push('[');
        expects = 'value or ]';
        continue;
      }
      if (mark === ']' && expects === 'value or ]') open.pop();
      else if (!isValue) return wrong();
    } else if (expects === 'name' || expects === 'name or }') {
      if (mark === '}' && expects === 'name or }') open.pop();
      else if (string !== undefined) {
        expects = ':';
        continue;
      } else return wrong();
    } else if (expects === ':') {
      if (mark !== ':') return wrong();
      expects = 'value';
      continue;
    } else if (mark === ',' && around) {
      expects = around === '{' ? 'name' : 'value';
      continue;
    } else if ((mark === '}' && around === '{') || (mark === ']' && around === '[')) open.pop();
    else return wrong();

    expects = ', or end';
    if (open.length > 0) continue;
    const rest = text.slice(at).search(/[^ \t\n\r]/);
    return rest === -1 ? undefined : trouble(text, at + rest, 'something stands behind the end');
  }
}

function words(expects: string, around: '{' | '[' | undefined, rest: string): string {
  const met = rest.trim() === '' ? 'the text ends' : `“${/^(?:\w+|.)/u.exec(rest)?.[0] ?? ''}” stands`;
  const wanted: Record<string, string> = {
    value: 'a value should be',
    'value or ]': 'a value or ] should be',
    name: 'a name in double quotes should be',
    'name or }': 'a name in double quotes or } should be',
    ':': 'a colon should be',
    ', or end': around === '{' ? 'a comma or } should be' : 'a comma or ] should be',
  };
  return `${met} where ${wanted[expects]}`;
}

function trouble(text: string, at: number, words: string): JsonTrouble {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, words };
}
