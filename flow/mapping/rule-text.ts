import { stringifyJson } from '../json.ts';
import type { PathsRule, Rule, Source } from './document.ts';
import { pathWords } from './path.ts';

/** The places a rule names; those an expression reads are `linesOf`'s to find. */
export function sourcesIn(rule: Rule): Source[] {
  switch (rule.kind) {
    case 'path':
    case 'value-map':
      return [{ from: rule.from, path: rule.path }];
    case 'paths':
      return rule.of;
    case 'template':
      return rule.parts.filter((part) => typeof part !== 'string');
    case 'function':
      return rule.arguments.filter((argument) => 'path' in argument);
    default:
      return [];
  }
}

/** A rule in a few words, as it stands in a row's box. */
export function ruleSummary(rule: Rule): string {
  switch (rule.kind) {
    case 'constant':
      return typeof rule.value === 'string' ? rule.value : stringifyJson(rule.value);
    case 'path':
      return placeWords(rule);
    case 'expression':
      return rule.code.replace(/\s+/g, ' ');
    case 'paths':
      return takeWords[rule.take](rule.of.map(placeWords).join(', '));
    case 'template':
      return templateText(rule.parts);
    case 'value-map':
      return `${placeWords(rule)} by a table of ${rule.entries.length}`;
    case 'function':
      return `$${rule.name}(${rule.arguments.map(argumentWords).join(', ')})`;
    default:
      return 'a rule of a later version';
  }
}

const placeWords = ({ path }: Source): string => (path.length === 0 ? 'the whole' : pathWords(path));
const argumentWords = (one: Source | { value: Parameters<typeof stringifyJson>[0] }): string =>
  'path' in one ? placeWords(one) : stringifyJson(one.value);

const takeWords: Record<PathsRule['take'], (places: string) => string> = {
  first: (places) => `the first of ${places}`,
  join: (places) => `${places} joined`,
  sum: (places) => `the sum of ${places}`,
  list: (places) => `a list of ${places}`,
};

/** JSONata that gives what a rule gives, as far as it can: to go on from in an expression. */
export function expressionFor(rule: Rule): string {
  switch (rule.kind) {
    case 'expression':
      return rule.code;
    case 'constant':
      return stringifyJson(rule.value);
    case 'path':
      return pathCode(rule);
    case 'paths': {
      const list = `[${rule.of.map(pathCode).join(', ')}]`;
      if (rule.take === 'list') return list;
      if (rule.take === 'first') return `$firstOf(${list})`;
      if (rule.take === 'sum') return `$sumMoney(${list})`;
      return `$join($compact(${list}).$string(), ${JSON.stringify(rule.separator ?? ' ')})`;
    }
    case 'template':
      return (
        rule.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : pathCode(part))).join(' & ') || '""'
      );
    case 'value-map': {
      const entries = rule.entries.map((entry) => `${JSON.stringify(keyText(entry.in))}: ${stringifyJson(entry.out)}`);
      return `$lookup({${entries.join(', ')}}, $string(${pathCode(rule)}))`;
    }
    case 'function':
      return `$${rule.name}(${rule.arguments.map((one) => ('path' in one ? pathCode(one) : stringifyJson(one.value))).join(', ')})`;
    default:
      return 'null';
  }
}

const keyText = (value: Parameters<typeof stringifyJson>[0]): string =>
  typeof value === 'string' ? value : stringifyJson(value);

function pathCode({ from, path }: Source): string {
  const names = path
    .filter((step) => step !== '[]')
    .map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : `\`${step}\``));
  return [...(from === 'root' ? ['$root'] : []), ...names].join('.') || '$';
}

/** `SH-{{name}}`, with `{{$root.name}}` for a place counted from the body. Braces that mean themselves are written `{{{{`. */
export const templateText = (parts: (string | Source)[]): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('{{', '{{{{');
      const root = part.from === 'root' ? ['$root'] : [];
      return `{{${pathWords([...root, ...part.path]) || '$'}}}`;
    })
    .join('');

/** The parts of a template as it is typed. Steps are told apart by points; quoted names may hold any sign. */
export function templateParts(text: string): (string | Source)[] {
  const parts: (string | Source)[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') parts.push(plain);
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const isOpen = text.startsWith('{{', at);
    const close = isOpen ? text.indexOf('}}', at + 2) : -1;
    if (text.startsWith('{{{{', at)) {
      plain += '{{';
      at += 4;
    } else if (close !== -1) {
      flush();
      parts.push(placeOfText(text.slice(at + 2, close).trim()));
      at = close + 2;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return parts;
}

function placeOfText(text: string): Source {
  const steps = text.match(/"(?:[^"\\]|\\.)*"|\[\]|[^.[\]"]+/g) ?? [];
  const names = steps
    .map((step) => (step.startsWith('"') ? unquoted(step) : step.trim()))
    .filter((step) => step !== '');
  if (names[0] === '$root') return { from: 'root', path: names.slice(1) };
  return { from: 'item', path: names[0] === '$' ? names.slice(1) : names };
}

function unquoted(step: string): string {
  try {
    return String(JSON.parse(step));
  } catch {
    return step.slice(1, -1);
  }
}
