/**
 * The same text with what is no code turned into blanks, line by line as long as before, so that a search in it finds code
 * alone. Code inside `${…}` stays.
 *
 * It is a scanner, not a parser: a quote without its partner on the same line is taken for text between JSX tags, and a slash
 * for the start of a regular expression where no value can stand before it. That has been enough for every file here.
 */
export function blankText(text: string, what: 'comments and templates' | 'strings too'): string {
  let result = '';
  let at = 0;
  /** For each template we are inside of: how many braces are open in its current `${`. */
  const templates: number[] = [];

  const blank = (end: number) => {
    result += text.slice(at, end).replace(/[^\n]/g, ' ');
    at = end;
  };
  const keep = (end: number) => {
    result += text.slice(at, end);
    at = end;
  };
  const template = (from: number) => {
    const stop = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{|$)/y;
    stop.lastIndex = from;
    const found = stop.exec(text);
    blank(found ? stop.lastIndex : text.length);
    if (found?.[1] === '${') templates.push(0);
  };

  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    const depth = templates.length - 1;
    if (token === undefined) keep(at + 1);
    else if (token.startsWith('//') || token.startsWith('/*')) blank(at + token.length);
    else if (token === '`') template(at + 1);
    else if (token === '{' || token === '}') {
      if (depth >= 0 && token === '}' && templates[depth] === 0) {
        templates.pop();
        template(at + 1);
      } else {
        if (depth >= 0) templates[depth] = (templates[depth] ?? 0) + (token === '{' ? 1 : -1);
        keep(at + 1);
      }
    } else if (token.startsWith('/')) {
      if (endsInValue(text.slice(Math.max(0, at - 40), at))) keep(at + 1);
      else blank(at + token.length);
    } else if (what === 'strings too') blank(at + token.length);
    else keep(at + token.length);
  }
  return result;
}

/** A comment, a backtick, a brace, a string closed on its line, or what would be a regular expression; else one step on. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`|[{}]|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** After a value a slash divides, and after `<` it closes a JSX tag. */
function endsInValue(before: string): boolean {
  return (
    /[\w$)\]}<'"]\s*$/.test(before) &&
    !/\b(?:return|case|typeof|in|of|do|else|yield|await|void|delete|new)\s*$/.test(before)
  );
}
