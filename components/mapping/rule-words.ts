import { stringifyJson } from '#flow/json.ts';
import type { FieldRow, IfMissing, LoopRow, Rule } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { expressionFor, ruleSummary, templateText } from '#flow/mapping/rule-text.ts';

/** What stands in a row's box: `customer.email`, the sources of an expression, `SH-{{name}}`, or the constant itself. */
export function ruleWords(rule: Rule, sources: string[][], scope: string[]): string {
  switch (rule.kind) {
    case 'constant':
      return typeof rule.value === 'string' ? rule.value : stringifyJson(rule.value);
    case 'path':
      return rule.path.length === 0 ? 'the whole' : pathWords(rule.path);
    case 'value-map':
      return rule.path.length === 0 ? 'the whole' : pathWords(rule.path);
    case 'expression':
    case 'paths':
      return sources.length === 0 ? 'expression' : sources.map((path) => shortPath(path, scope)).join(', ');
    default:
      return ruleSummary(rule);
  }
}

/** A path within the loop it is read in; the last name alone where it stands deep. */
export function shortPath(path: string[], scope: string[]): string {
  const isWithin = scope.length > 0 && scope.every((step, index) => path[index] === step);
  const rest = isWithin ? path.slice(scope.length) : path;
  return rest.length === 0 ? 'the whole' : rest.length > 2 ? (rest.at(-1) ?? '') : pathWords(rest);
}

/** The rule as one types it into a row: a constant as it is, anything else behind `=`. */
export function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case 'constant':
      if (typeof rule.value !== 'string' || rule.value.startsWith('=')) return stringifyJson(rule.value);
      return templateText([rule.value]);
    case 'template':
      return templateText(rule.parts);
    default:
      return `=${expressionText(rule)}`;
  }
}

/** JSONata that reads what a path rule reads, to start an expression from. */
export function expressionText(rule: Rule): string {
  switch (rule.kind) {
    case 'path': {
      const names = rule.path
        .filter((step) => step !== '[]')
        .map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : `\`${step}\``));
      const path = [...(rule.from === 'root' ? ['$root'] : []), ...names].join('.') || '$';
      return collected(path, rule.collect);
    }
    default:
      return expressionFor(rule);
  }
}

function collected(path: string, collect: Extract<Rule, { kind: 'path' }>['collect']): string {
  switch (collect) {
    case 'first':
      return `(${path})[0]`;
    case 'last':
      return `(${path})[-1]`;
    case 'sum':
      return `$sumMoney(${path})`;
    case 'count':
      return `$count(${path})`;
    case 'join':
      return `$join(${path}, ", ")`;
    case 'list':
      return `[${path}]`;
    case 'only':
    case undefined:
      return path;
  }
}

export const collectWords = {
  first: 'first',
  last: 'last',
  only: 'the only one',
  sum: 'sum',
  count: 'count',
  join: 'join',
  list: 'list',
} as const;

/** What is done with what a row reads, beside its box: `sum`, `joined`, `table of 12`. */
export function dealingWords(rule: Rule): string | undefined {
  switch (rule.kind) {
    case 'path':
      return rule.collect && collectWords[rule.collect];
    case 'paths':
      return { first: 'first of them', join: 'joined', sum: 'sum', list: 'list' }[rule.take];
    case 'value-map':
      return `table of ${rule.entries.length}`;
    default:
      return undefined;
  }
}

export const missingWords: Record<IfMissing['do'], string> = {
  omit: 'leave out',
  null: 'write null',
  default: 'default…',
  park: 'park the message',
  fail: 'stop the run',
};

/** What happens when nothing is found, said for the row or by what the target asks for. */
export function ifMissingOf(row: FieldRow, required: boolean): { do: IfMissing['do']; isOwn: boolean } {
  return row.ifMissing ? { do: row.ifMissing.do, isOwn: true } : { do: required ? 'park' : 'omit', isOwn: false };
}

/** `line_items`, `the message` for a loop over the body itself. */
export const overWords = (loop: LoopRow): string => (loop.over.length === 0 ? 'the message' : pathWords(loop.over));
