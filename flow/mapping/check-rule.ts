import type { JsonSchema } from '../catalog.ts';
import type { Json } from '../json.ts';
import type { Problem } from '../problem.ts';
import { converter } from './convert.ts';
import type { FunctionRule, PathRule, PathsRule, Rule, Source, TemplateRule, ValueMapRule } from './document.ts';
import { type Expression, isUnusable, prepareExpression } from './expression.ts';
import { Fault, Lossy, quoted } from './found.ts';
import { mappingFunction } from './functions.ts';
import { fitOf, kindWords, lossWords } from './matrix.ts';
import { pathWords } from './path.ts';
import { type Kind, kindOf } from './shape.ts';
import { likelyName, placeOf } from './source-place.ts';
import { doubledEntries, keyOf } from './value-map.ts';

/** What rows at one level may read and write. */
export interface Level {
  root?: JsonSchema;
  item?: JsonSchema;
  parent?: JsonSchema;
  target?: JsonSchema;
  /** Absolute, with `'[]'` per loop. */
  at: string[];
}

/** Tells a problem of the row that is looked at; `about` follows on from its target's name. */
export type Say = (code: string, severity: Problem['severity'], about: string, wayOut: string) => void;

/** What is wrong with a rule, as far as both sides are described. */
export function checkRule(rule: Rule, target: JsonSchema | undefined, level: Level, say: Say): void {
  switch (rule.kind) {
    case 'constant':
      checkValue(rule.value, target, 'The constant', say);
      break;
    case 'expression':
      checkExpression(rule.code, level, say);
      break;
    case 'path':
      checkPath(rule, target, level, say);
      break;
    case 'paths':
      checkPaths(rule, target, level, say);
      break;
    case 'template':
      checkTemplate(rule, target, level, say);
      break;
    case 'value-map':
      checkValueMap(rule, target, level, say);
      break;
    case 'function':
      checkFunction(rule, target, level, say);
      break;
    default:
      say(
        'mapping-unknown-rule',
        'error',
        'has a rule of a kind that is not known here',
        'It was made by a later version: update, or draw the row again.',
      );
  }
}

const schemaFrom = ({ from }: Source, level: Level): JsonSchema | undefined =>
  from === 'root' ? level.root : level.item;

function checkPath(rule: PathRule, target: JsonSchema | undefined, level: Level, say: Say): void {
  const from = schemaFrom(rule, level);
  const place = placeOf(from, rule.path);
  const source = checkSource(rule.path, from, say);
  if (place.several && rule.collect === undefined && kindOf(target) !== 'array') {
    const about = `reads “${pathWords(rule.path)}”, which may hold several values`;
    say('mapping-collect', 'error', about, 'Choose first, last, sum, count or join, or make a loop.');
    return;
  }
  checkFit(collectedKind(rule.collect, kindOf(source), say), target, source, say);
}

function checkPaths(rule: PathsRule, target: JsonSchema | undefined, level: Level, say: Say): void {
  const sources = rule.of.map((one) => checkSource(one.path, schemaFrom(one, level), say));
  if (rule.take === 'first') {
    for (const source of sources) checkFit(kindOf(source), target, source, say);
    return;
  }
  if (rule.take === 'sum') for (const source of sources) collectedKind('sum', elementKind(source), say);
  if (rule.take === 'join') for (const source of sources) checkText(elementKind(source), say);
  checkFit(collectedKind(rule.take, undefined, say), target, undefined, say);
}

const elementKind = (schema: JsonSchema | undefined): Kind | undefined =>
  kindOf(kindOf(schema) === 'array' ? schema?.items : schema);

function checkText(kind: Kind | undefined, say: Say): void {
  if (kind !== 'object' && kind !== 'array') return;
  say('mapping-type', 'error', `puts ${kindWords(kind)} into a text`, 'Take a field that holds text or a number.');
}

function checkTemplate(rule: TemplateRule, target: JsonSchema | undefined, level: Level, say: Say): void {
  for (const part of rule.parts) {
    if (typeof part !== 'string') checkText(kindOf(checkSource(part.path, schemaFrom(part, level), say)), say);
  }
  checkFit('string', target, undefined, say);
}

const shownValues = 5;

function checkValueMap(rule: ValueMapRule, target: JsonSchema | undefined, level: Level, say: Say): void {
  const source = checkSource(rule.path, schemaFrom(rule, level), say);
  for (const entry of rule.entries) {
    if (entry.out !== null) checkValue(entry.out, target, `What ${quoted(entry.in)} becomes`, say);
  }
  const doubled = doubledEntries(rule);
  if (doubled.length > 0) {
    const about = `has two entries for ${doubled.slice(0, shownValues).map(quoted).join(', ')}`;
    say('mapping-table', 'warning', about, 'The last one counts. Remove the others.');
  }
  const { otherwise } = rule;
  if (otherwise?.do === 'default') checkValue(otherwise.value, target, 'What other values become', say);
  if (otherwise?.do === 'keep') checkFit(kindOf(source), target, source, say);
  if (otherwise && otherwise.do !== 'park' && otherwise.do !== 'fail') return;
  const known = new Set(rule.entries.map((entry) => keyOf(entry.in)));
  const open = (source?.enum ?? []).filter((value) => value !== null && !known.has(keyOf(value)));
  if (open.length === 0) return;
  const about = `has no entry for ${open.slice(0, shownValues).map(quoted).join(', ')}`;
  say('mapping-table', 'warning', about, 'Add entries, or say what becomes of other values.');
}

function checkFunction(rule: FunctionRule, target: JsonSchema | undefined, level: Level, say: Say): void {
  for (const one of rule.arguments) if ('path' in one) checkSource(one.path, schemaFrom(one, level), say);
  const found = mappingFunction(rule.name);
  if (!found) {
    say('mapping-function', 'error', `calls $${rule.name}, which is no function`, 'Choose a function of the list.');
    return;
  }
  const needed = found.parameters.filter(({ optional }) => !optional).length;
  const { length } = rule.arguments;
  if (length < needed || length > found.parameters.length) {
    const names = found.parameters.map(({ name, optional }) => (optional ? `${name}?` : name)).join(', ');
    say('mapping-function', 'error', `gives $${rule.name} ${length} values`, `It takes ${names}.`);
  }
  if (found.gives !== 'any') checkFit(found.gives, target, undefined, say);
}

/** The schema of a source; says so when it is not described, or a list stands in the way. */
export function checkSource(path: string[], from: JsonSchema | undefined, say: Say): JsonSchema | undefined {
  const place = placeOf(from, path);
  if (place.list) {
    const about = `reads “${pathWords(path)}”, but “${pathWords(place.list)}” is a list`;
    say('mapping-collect', 'error', about, 'Walk through it with [] and choose first, last or sum, or make a loop.');
  }
  if (place.unknown) unknownSource(place.unknown, pathWords(path), say);
  return place.schema;
}

function unknownSource(unknown: { name: string; within: JsonSchema }, words: string, say: Say): void {
  const isClosed = unknown.within.additionalProperties === false;
  const like = likelyName(unknown.name, unknown.within);
  say(
    'mapping-source-unknown',
    isClosed ? 'error' : 'warning',
    `reads “${words}”, and the source describes no field “${unknown.name}”`,
    like ? `Did you mean “${like}”?` : 'Check the name, or try it with a real message.',
  );
}

export function checkExpression(code: string, level: Level, say: Say): Expression | undefined {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) {
    const at = expression.position === undefined ? '' : ` at character ${expression.position}`;
    say(
      'mapping-expression',
      'error',
      `has an expression that cannot be used${at}. ${bare(expression.message)}`,
      'Correct it.',
    );
    return undefined;
  }
  const starts = { root: level.root, item: level.item, parent: level.parent };
  for (const { origin, path } of expression.reads) {
    const known = path.slice(0, path.findIndex((name) => name.startsWith('*')) >>> 0);
    const { unknown } = placeOf(starts[origin], known, true);
    if (unknown) unknownSource(unknown, known.join('.'), say);
  }
  return expression;
}

const bare = (sentence: string): string => sentence.replace(/\.$/, '');

export function checkValue(value: Json, target: JsonSchema | undefined, what: string, say: Say): void {
  const converted = value === null ? value : converter(target)(value);
  if (converted instanceof Fault)
    say(
      'mapping-constant',
      'error',
      `cannot take it: ${converted.message}`,
      `${what} does not fit. ${converted.wayOut}`,
    );
  if (converted instanceof Lossy)
    say(
      'mapping-lossy',
      'warning',
      `takes it with a loss. ${bare(converted.message)}`,
      `${what} may be written exactly.`,
    );
  if (converted === undefined) say('mapping-constant', 'error', 'cannot be an empty text', `${what} needs a value.`);
}

function collectedKind(collect: string | undefined, kind: Kind | undefined, say: Say): Kind | undefined {
  if (collect === 'count') return 'integer';
  if (collect === 'join') return 'string';
  if (collect === 'list') return 'array';
  if (collect !== 'sum') return kind;
  if (kind && fitOf(kind, 'decimal') === 'impossible') {
    say('mapping-type', 'error', `sums ${kindWords(kind)}`, 'Sum a field that holds numbers.');
    return undefined;
  }
  return 'decimal';
}

function checkFit(
  kind: Kind | undefined,
  target: JsonSchema | undefined,
  source: JsonSchema | undefined,
  say: Say,
): void {
  const wanted = kindOf(target);
  if (!kind || !wanted) return;
  const fit = fitOf(kind, wanted);
  if (fit === 'impossible') {
    const wayOut =
      kind === 'array'
        ? 'Choose first, last, sum, count or join, or make a loop.'
        : 'Choose another field, or convert it with an expression.';
    say('mapping-type', 'error', `is ${kindWords(wanted)}, and the source is ${kindWords(kind)}`, wayOut);
  } else if (fit === 'lossy' && !isCovered(source, target)) {
    say(
      'mapping-lossy',
      'warning',
      `is ${kindWords(wanted)}, and the source is ${kindWords(kind)}`,
      lossWords(kind, wanted),
    );
  } else if (
    source?.maxLength !== undefined &&
    target?.maxLength !== undefined &&
    source.maxLength > target.maxLength
  ) {
    const about = `takes ${target.maxLength} characters, and the source may hold ${source.maxLength}`;
    say('mapping-lossy', 'warning', about, 'Longer texts park the message; shorten them with $substring.');
  }
}

/** Every value of the source's enum is one of the target's. */
const isCovered = (source: JsonSchema | undefined, target: JsonSchema | undefined): boolean =>
  source?.enum?.every((value) => target?.enum?.includes(value)) ?? false;
