import type { JsonSchema } from '../catalog.ts';
import type { Json } from '../json.ts';
import type { Problem } from '../problem.ts';
import { converter } from './convert.ts';
import type { FieldRow, LoopRow, Mapping, Row } from './document.ts';
import { type Expression, isUnusable, prepareExpression } from './expression.ts';
import { Fault, Lossy } from './found.ts';
import { fitOf, kindWords, lossWords } from './matrix.ts';
import { pathWords } from './path.ts';
import { isOpen, isRequired, type Kind, kindOf } from './shape.ts';
import { likelyName, placeOf } from './source-place.ts';
import { uncoveredTargets } from './uncovered.ts';

/** What rows at one level may read and write. */
interface Level {
  root?: JsonSchema;
  item?: JsonSchema;
  parent?: JsonSchema;
  target?: JsonSchema;
  /** Absolute, with `'[]'` per loop. */
  at: string[];
}

type Report = (problem: Problem) => void;

/**
 * Everything that is wrong with a mapping, as far as the schemas tell: errors keep it from being published, warnings do
 * not. Without a schema on a side nothing is said about that side. `where.field` is the target, `where.row` the row's id.
 */
export function checkMapping(mapping: Mapping, source?: JsonSchema, target?: JsonSchema): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  checkIds(mapping.rows, new Set(), [], report);
  checkRows(mapping.rows, { root: source, item: source, parent: source, target, at: [] }, report);
  for (const { path, row } of uncoveredTargets(mapping.rows, target)) {
    const field = pathWords(path);
    problems.push({
      code: 'mapping-required',
      severity: 'error',
      message: `“${field}” is required, and no row fills it.`,
      wayOut: 'Map a source field, a constant or an expression to it.',
      where: { field, ...(row === undefined ? {} : { row }) },
    });
  }
  return problems;
}

function checkIds(rows: Row[], seen: Set<string>, at: string[], report: Report): void {
  for (const row of rows) {
    const target = [...at, ...row.target];
    if (seen.has(row.id)) {
      const say = teller(row, { at }, report);
      say('mapping-row-id', 'error', `is row “${row.id}”, and so is another row`, 'Give each row an id of its own.');
    }
    seen.add(row.id);
    if (row.kind === 'loop') checkIds(row.rows, seen, [...target, '[]'], report);
  }
}

type Say = (code: string, severity: Problem['severity'], about: string, wayOut: string) => void;

/** Tells problems of one row; `about` follows on from the target's name. */
function teller(row: Row, { at }: Pick<Level, 'at'>, report: Report): Say {
  const field = pathWords([...at, ...row.target]);
  return (code, severity, about, wayOut) =>
    report({ code, severity, message: `“${field}” ${about}.`, wayOut, where: { field, row: row.id } });
}

function checkRows(rows: Row[], level: Level, report: Report): void {
  for (const [index, row] of rows.entries()) {
    const say = teller(row, level, report);
    checkShared(row, rows.slice(0, index), say);
    if (row.kind === 'loop') checkLoop(row, level, say, report);
    else checkField(row, level, say);
  }
}

function checkShared(row: Row, before: Row[], say: Say): void {
  const isWithin = (inner: string[], outer: string[]) => outer.every((name, index) => inner[index] === name);
  for (const other of before) {
    const isSame = isWithin(row.target, other.target) && row.target.length === other.target.length;
    if (isSame && !(row.kind === 'loop' && other.kind === 'loop')) {
      say('mapping-duplicate-target', 'error', 'is written by two rows', 'Remove one of them.');
      return;
    }
    if (!isSame && isWithin(other.target, row.target)) {
      const parts = 'is written whole after a part of it was, which would be lost';
      say('mapping-duplicate-target', 'error', parts, 'Move this row above the rows for its parts.');
      return;
    }
  }
}

function checkLoop(row: LoopRow, level: Level, say: Say, report: Report): void {
  const target = checkTarget(row, level, say);
  const kind = kindOf(target);
  if (target && kind && kind !== 'array') {
    say('mapping-type', 'error', `is ${kindWords(kind)}, and a loop makes a list`, 'Map a single value to it.');
  }
  const from = row.from === 'root' ? level.root : level.item;
  const source = checkSource(row.over, from, say);
  const over = kindOf(source) === 'array' ? source?.items : source;
  const inner = {
    ...level,
    item: over,
    parent: level.item,
    target: target?.items,
    at: [...level.at, ...row.target, '[]'],
  };
  if (row.where !== undefined) checkExpression(row.where, inner, say);
  checkRows(row.rows, inner, report);
}

function checkField(row: FieldRow, level: Level, say: Say): void {
  const target = checkTarget(row, level, say);
  checkMissing(row, level, target, say);
  const { rule } = row;
  switch (rule.kind) {
    case 'constant':
      checkValue(rule.value, target, 'The constant', say);
      break;
    case 'expression':
      checkExpression(rule.code, level, say);
      break;
    case 'path': {
      const from = rule.from === 'root' ? level.root : level.item;
      const place = placeOf(from, rule.path);
      const source = checkSource(rule.path, from, say);
      if (place.several && rule.collect === undefined && kindOf(target) !== 'array') {
        const about = `reads “${pathWords(rule.path)}”, which may hold several values`;
        say('mapping-collect', 'error', about, 'Choose first, last, sum, count or join, or make a loop.');
        return;
      }
      checkFit(collectedKind(rule.collect, kindOf(source), say), target, source, say);
    }
  }
}

/** The schema of a row's target; says so when the target has no such field. */
function checkTarget(row: Row, level: Level, say: Say): JsonSchema | undefined {
  const place = placeOf(level.target, row.target);
  if (place.list) {
    say(
      'mapping-target-list',
      'error',
      `lies inside the list “${pathWords(place.list)}”`,
      'Make a loop that fills the list.',
    );
  }
  if (place.unknown && !isOpen(place.unknown.within)) {
    const like = likelyName(place.unknown.name, place.unknown.within);
    const about = `is not a field of the target: “${place.unknown.name}” is unknown there`;
    say('mapping-target-unknown', 'error', about, like ? `Did you mean “${like}”?` : 'Remove the row.');
  }
  return place.schema;
}

function checkSource(path: string[], from: JsonSchema | undefined, say: Say): JsonSchema | undefined {
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

function checkExpression(code: string, level: Level, say: Say): Expression | undefined {
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

function checkMissing(row: FieldRow, level: Level, target: JsonSchema | undefined, say: Say): void {
  const around = placeOf(level.target, row.target.slice(0, -1)).schema;
  const required = isRequired(around, row.target.at(-1)!);
  if (row.ifMissing?.do === 'default') checkValue(row.ifMissing.value, target, 'The default', say);
  if (required && (row.ifMissing?.do === 'omit' || (row.ifMissing?.do === 'null' && !target?.nullable))) {
    const what = row.ifMissing.do === 'omit' ? 'left out' : 'written as null';
    say(
      'mapping-required',
      'warning',
      `is required, yet ${what} when nothing is found`,
      'Park the message instead, or give a default.',
    );
  }
}

function checkValue(value: Json, target: JsonSchema | undefined, what: string, say: Say): void {
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
