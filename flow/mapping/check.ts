import type { JsonSchema } from '../catalog.ts';
import type { Problem } from '../problem.ts';
import { checkExpression, checkRule, checkSource, checkValue, type Level, type Say } from './check-rule.ts';
import { type FieldRow, isKnownRow, type LoopRow, type Mapping, type Row } from './document.ts';
import { kindWords } from './matrix.ts';
import { pathWords } from './path.ts';
import { groupSchema, isOpen, isRequired, kindOf } from './shape.ts';
import { likelyName, placeOf } from './source-place.ts';
import { uncoveredTargets } from './uncovered.ts';

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
  const ignored = new Map((mapping.ignored ?? []).map((one) => [pathWords(one.target), one.note ?? '']));
  for (const { path, row } of uncoveredTargets(mapping.rows, target)) {
    const field = pathWords(path);
    const isIgnored = ignored.has(field);
    problems.push({
      code: 'mapping-required',
      severity: isIgnored ? 'warning' : 'error',
      message: isIgnored
        ? `“${field}” is required, and left out on purpose.`
        : `“${field}” is required, and no row fills it.`,
      wayOut: 'Map a source field, a constant or an expression to it.',
      where: { field, ...(row === undefined ? {} : { row }) },
    });
  }
  for (const [field, note] of ignored) {
    if (note.trim() !== '') continue;
    problems.push({
      code: 'mapping-ignored-note',
      severity: 'warning',
      message: `“${field}” is left out on purpose, and nothing says why.`,
      wayOut: 'Give it a note.',
      where: { field },
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
    else if (isKnownRow(row)) checkField(row, level, say);
    else {
      say(
        'mapping-unknown-row',
        'error',
        'has a row of a kind that is not known here',
        'It was made by a later version: update, or remove the row and draw it again.',
      );
    }
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
  for (const path of [...(row.distinct ?? []), ...(row.sort ?? []).map((term) => term.path), row.groupBy ?? []]) {
    if (path.length > 0) checkSource(path, over, say);
  }
  const inner = {
    ...level,
    item: row.groupBy ? groupSchema(over, row.groupBy) : over,
    parent: level.item,
    target: target?.items,
    at: [...level.at, ...row.target, '[]'],
  };
  if (row.where !== undefined) checkExpression(row.where, { ...inner, item: over }, say);
  checkRows(row.rows, inner, report);
}

function checkField(row: FieldRow, level: Level, say: Say): void {
  const target = checkTarget(row, level, say);
  checkMissing(row, level, target, say);
  checkRule(row.rule, target, level, say);
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
