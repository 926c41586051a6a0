import type { Node } from './node.ts';
import { PatientRegExp } from './regex.ts';
import { emptySequence, type List, push } from './values.ts';
import { AskReference, Refused, spend, type World } from './world.ts';

/** One place where a pattern was found, as JSONata passes it on. */
interface Match {
  match: string;
  start: number;
  end: number;
  groups: (string | undefined)[];
  next(): Match | undefined;
}

interface Matcher {
  (text: string, from?: number): Match | undefined;
  /** What a search through a whole text may cost. */
  stepsFor(text: string): number;
}

/** `/…/` behind a text function. */
export function matcherOf(node: Node): Matcher {
  const pattern = new PatientRegExp(node.value as RegExp);
  const matcher = (text: string, from = 0): Match | undefined => {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (!found) return undefined;
    const end = pattern.lastIndex;
    return {
      match: found[0],
      start: found.index,
      end: found.index + found[0].length,
      groups: found.slice(1),
      next: () => {
        if (end >= text.length) return undefined;
        const next = matcher(text, end);
        if (next?.match === '') throw new Refused('D1004');
        return next;
      },
    };
  };
  return Object.assign(matcher, { stepsFor: (text: string) => pattern.stepsFor(text) });
}

type Search = (world: World, values: unknown[]) => unknown;

/** The library's functions that may take a pattern; its own would have to be waited for. */
export const searches: Record<string, Search> = {
  contains: (world, [text, token]) => {
    if (typeof text !== 'string' || token === undefined) return undefined;
    spend(world, text.length >> 4);
    if (typeof token === 'string') return text.includes(token);
    const matcher = matcherIn(token);
    spend(world, matcher.stepsFor(text));
    return matcher(text) !== undefined;
  },
  match: (world, [text, pattern, limit]) => {
    if (typeof text !== 'string') return undefined;
    checkLimit(limit, 'D3040');
    const found: List = emptySequence();
    eachMatch(world, matcherIn(pattern), text, limit, ({ match, start, groups }) => {
      push(found, { match, index: start, groups }, world);
    });
    return found;
  },
  split: (world, [text, separator, limit]) => {
    if (typeof text !== 'string') return undefined;
    checkLimit(limit, 'D3020');
    if (limit !== undefined && !((limit as number) > 0)) return [];
    spend(world, text.length >> 2);
    if (typeof separator === 'string') return text.split(separator, limit as number | undefined);
    const parts: string[] = [];
    let from = 0;
    const count = eachMatch(world, matcherIn(separator), text, limit, ({ start, end }) => {
      parts.push(text.substring(from, start));
      from = end;
    });
    if (count === 0) return [text];
    if (limit === undefined || count < (limit as number)) parts.push(text.substring(from));
    return parts;
  },
  replace: (world, [text, pattern, by, limit]) => {
    if (typeof text !== 'string') return undefined;
    if (pattern === '') throw new Refused('D3010');
    checkLimit(limit, 'D3011');
    if (limit !== undefined && !((limit as number) > 0)) return text;
    if (typeof by !== 'string') throw new AskReference('a replacement is no text');
    spend(world, text.length >> 2);
    if (typeof pattern === 'string') return replacedText(text, pattern, by, limit as number | undefined);
    let whole = '';
    let from = 0;
    const count = eachMatch(world, matcherIn(pattern), text, limit, (match) => {
      whole += text.substring(from, match.start) + substituted(by, match);
      from = match.start + match.match.length;
    });
    return count === 0 ? text : whole + text.substring(from);
  },
};

function matcherIn(value: unknown): Matcher {
  if (typeof value !== 'function') throw new AskReference('a pattern is no pattern');
  return value as Matcher;
}

function checkLimit(limit: unknown, code: string): void {
  if (limit !== undefined && (limit as number) < 0) throw new Refused(code);
}

function eachMatch(world: World, matcher: Matcher, text: string, limit: unknown, take: (match: Match) => void): number {
  if (limit !== undefined && !((limit as number) > 0)) return 0;
  let count = 0;
  spend(world, (text.length >> 2) + matcher.stepsFor(text));
  let found = matcher(text);
  while (found && (limit === undefined || count < (limit as number))) {
    take(found);
    spend(world, 1);
    found = found.next();
    count += 1;
  }
  return count;
}

/** `$` means nothing in the replacement of a plain text. */
export function replacedText(text: string, pattern: string, by: string, limit: number | undefined): string {
  let whole = '';
  let from = 0;
  let at = text.indexOf(pattern);
  for (let count = 0; at !== -1 && (limit === undefined || count < limit); count++) {
    whole += text.substring(from, at) + by;
    from = at + pattern.length;
    at = text.indexOf(pattern, from);
  }
  return whole + text.substring(from);
}

/** `$1` is the first group, `$0` all that matched, `$$` a dollar. Of more digits as many count as there are groups. */
function substituted(by: string, { match, groups }: Match): string {
  let whole = '';
  let from = 0;
  for (let at = by.indexOf('$'); at !== -1 && from < by.length; at = by.indexOf('$', from)) {
    whole += by.substring(from, at);
    from = at + 1;
    const sign = by.charAt(from);
    if (sign === '$' || sign === '0') {
      whole += sign === '$' ? '$' : match;
      from += 1;
      continue;
    }
    const digits = groups.length === 0 ? 1 : Math.floor(Math.log(groups.length) * Math.LOG10E) + 1;
    let group = Number.parseInt(by.substring(from, from + digits), 10);
    if (digits > 1 && group > groups.length) group = Number.parseInt(by.substring(from, from + digits - 1), 10);
    if (Number.isNaN(group)) whole += '$';
    else {
      whole += groups[group - 1] ?? '';
      from += String(group).length;
    }
  }
  return whole + by.substring(from);
}
