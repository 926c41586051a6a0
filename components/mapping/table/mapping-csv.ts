import { isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import {
  type FieldRow,
  isKnownRow,
  type LoopRow,
  type Mapping,
  mappingSchema,
  type Row,
} from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { freshRowId } from '#flow/mapping/place.ts';
import { ruleSummary } from '#flow/mapping/rule-text.ts';
import { missingWords } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';
import { glyphWords } from '../tree-cells.tsx';
import { constantText, readConstant } from './constant-text.ts';
import { originText, readOrigin, readPathWords } from './path-text.ts';
import { readSheet, unguarded, writeCsv } from './sheet.ts';

/** Type, Required and Preview are for the reader; the way back does not look at them. */
export const csvColumns = [
  'Target',
  'Type',
  'Required',
  'Rule',
  'Source',
  'If missing',
  'Default',
  'Note',
  'Preview',
  'More',
  'No',
  'Row',
  'In loop',
] as const;
type Column = (typeof csvColumns)[number];
type Line = Partial<Record<Column, string>>;

/** A rule whose `Source` cell says all of it that is not in `More`. */
const sourced = ['path', 'constant', 'expression'];
const loopRule = 'for each';
const wholeRule = 'mapping';
/** A row of a kind that is not known here: all of it stands under More. */
const laterRule = 'row of a later version';

/**
 * The whole mapping as a specification: one line per target, also those that nothing is mapped to. What a cell has no column
 * for stands as JSON under More, so that `readMappingCsv` gives the very same mapping back.
 */
export function mappingCsv(mapping: Mapping, targets: TargetRow[], preview: (row: TargetRow) => string): string {
  const { rows, ...rest } = mapping;
  const written = new Map<string, Line>();
  collect(rows, { base: [] }, written);
  const lines: Line[] = [{ Rule: wholeRule, More: json(rest as JsonObject) }];
  for (const row of targets) {
    if (row.as === 'add' || (row.isUnreached && !row.field)) continue;
    const id = row.field?.id ?? row.loop?.id;
    const line = (id !== undefined && written.get(id)) || { Target: pathWords(row.path) };
    if (id !== undefined) written.delete(id);
    lines.push({ ...line, Type: glyphWords[row.glyph], Required: row.required ? 'yes' : '', Preview: preview(row) });
  }
  lines.push(...written.values());
  return writeCsv([[...csvColumns], ...lines.map((line) => csvColumns.map((column) => line[column] ?? ''))]);
}

interface Around {
  loop?: string;
  /** Of the loop's objects, from the body. */
  base: string[];
}

function collect(rows: Row[], around: Around, written: Map<string, Line>): void {
  for (const row of rows) {
    const target = [...around.base, ...row.target];
    const common = { Target: pathWords(target), No: String(written.size + 1), Row: row.id, 'In loop': around.loop };
    if (row.kind === 'loop') {
      const { kind, id, target: own, from, over, rows: inner, note, ...more } = row;
      const Source = originText(from, over, around.loop === undefined);
      written.set(row.id, { ...common, Rule: loopRule, Source, Note: note, More: json(more as JsonObject) });
      collect(inner, { loop: id, base: [...target, '[]'] }, written);
    } else if (!isKnownRow(row)) {
      const { id, target: own, ...more } = row;
      written.set(row.id, { ...common, Rule: laterRule, More: json(more as unknown as JsonObject) });
    } else {
      written.set(row.id, { ...common, ...fieldCells(row, around.loop === undefined) });
    }
  }
}

function fieldCells(row: FieldRow, isTop: boolean): Line {
  const { kind, id, target, rule, ifMissing, note, ...rest } = row;
  const { kind: Rule, ...parts } = rule as { kind: string } & JsonObject;
  const said = ruleCells(rule, parts, isTop);
  const more: JsonObject = {
    ...(rest as JsonObject),
    ...(Object.keys(said.rest).length > 0 ? { rule: said.rest } : {}),
  };
  return {
    Rule,
    Source: said.source,
    'If missing': ifMissing ? missingWords[ifMissing.do].replace('…', '') : '',
    Default: ifMissing?.do === 'default' ? constantText(ifMissing.value) : '',
    Note: note,
    More: json(more),
  };
}

function ruleCells(rule: FieldRow['rule'], parts: JsonObject, isTop: boolean): { source: string; rest: JsonObject } {
  switch (rule.kind) {
    case 'path': {
      const { from, path, ...rest } = parts;
      return { source: originText(rule.from, rule.path, isTop), rest };
    }
    case 'constant': {
      const { value, ...rest } = parts;
      return { source: constantText(rule.value), rest };
    }
    case 'expression': {
      const { code, ...rest } = parts;
      return { source: rule.code, rest };
    }
    default:
      // Only to be read: the parts under More are what comes back.
      return { source: ruleSummary(rule), rest: parts };
  }
}

const json = (more: JsonObject): string => (Object.keys(more).length === 0 ? '' : stringifyJson(more));

/** What a CSV holds, or every line that cannot be read, with its number and why. */
export type ReadCsv = { ok: true; mapping: Mapping } | { ok: false; troubles: { line: number; message: string }[] };

/**
 * The mapping that a CSV of `mappingCsv` describes, also after it was edited in a spreadsheet: lines in another order, lines
 * added without Row, No or In loop, columns that nobody needs left out. Lines without a rule say nothing.
 */
export function readMappingCsv(text: string): ReadCsv {
  const [head = [], ...body] = readSheet(text).map((cells) => cells.map(unguarded));
  const at = new Map(csvColumns.map((column) => [column, head.findIndex((cell) => isNamed(cell, column))]));
  const asked: Column[] = ['Target', 'Rule', 'Source'];
  const lacking = asked.filter((column) => at.get(column) === -1);
  if (lacking.length > 0) {
    const message = `The first line has no column ${lacking.join(', ')}. Take an exported file as the pattern.`;
    return { ok: false, troubles: [{ line: 1, message }] };
  }
  const troubles: { line: number; message: string }[] = [];
  let whole: JsonObject = { format: 1 };
  const found: { number: number; line: Line; order: number }[] = [];
  for (const [index, cells] of body.entries()) {
    const line: Line = Object.fromEntries(csvColumns.map((column) => [column, cells[at.get(column) ?? -1] ?? '']));
    const number = index + 2;
    if ((line.Rule ?? '').trim() === '') continue;
    if (line.Rule === wholeRule) {
      const more = moreOf(line);
      if (more) whole = { format: 1, ...more };
      else troubles.push({ line: number, message: notJson });
    } else found.push({ number, line, order: Number.parseInt(line.No ?? '', 10) || Number.MAX_SAFE_INTEGER });
  }
  found.sort((a, b) => a.order - b.order);
  const nest = new Nest();
  for (const { number, line } of found) {
    const trouble = nest.take(line);
    if (trouble) troubles.push({ line: number, message: trouble });
  }
  if (troubles.length > 0) return { ok: false, troubles: troubles.sort((a, b) => a.line - b.line) };
  const parsed = mappingSchema.safeParse({ ...whole, rows: nest.rows });
  if (parsed.success) return { ok: true, mapping: parsed.data };
  return {
    ok: false,
    troubles: parsed.error.issues.slice(0, 50).map((issue) => ({
      line: 0,
      message: `${issue.path.join('.')}: ${issue.message}`,
    })),
  };
}

const notJson = 'What stands under More is no JSON object.';
const isNamed = (cell: string, column: string): boolean => cell.trim().toLowerCase() === column.toLowerCase();

function moreOf(line: Line): JsonObject | undefined {
  const text = (line.More ?? '').trim();
  if (text === '') return {};
  try {
    const more = parseJson(text);
    return isObject(more) ? more : undefined;
  } catch {
    return undefined;
  }
}

/** Puts lines into their loops as they come. */
class Nest {
  readonly rows: Row[] = [];
  private readonly loops: { id: string; base: string[]; rows: Row[] }[] = [];
  private readonly ids = new Set<string>();

  /** @returns why the line cannot be taken */
  take(line: Line): string | undefined {
    const target = readPathWords((line.Target ?? '').trim());
    if (!target || target.length === 0) return `“${line.Target}” is no target.`;
    const named = (line['In loop'] ?? '').trim();
    const loop =
      named === ''
        ? this.loops.findLast(({ base }) => base.length <= target.length && base.every((step, i) => target[i] === step))
        : this.loops.find(({ id }) => id === named);
    if (named !== '' && !loop) return `There is no loop “${named}” above it.`;
    const own = target.slice(loop?.base.length ?? 0);
    if (own.length === 0 || own.includes('[]')) {
      return `“${line.Target}” lies in a list, and no line above it is the loop that fills it (Rule “${loopRule}”).`;
    }
    const more = moreOf(line);
    if (!more) return notJson;
    const id = this.freeId((line.Row ?? '').trim());
    const note = line.Note ? { note: line.Note } : {};
    const into = loop?.rows ?? this.rows;
    const isTop = loop === undefined;
    if ((line.Rule ?? '').trim() === loopRule) {
      const over = readOrigin((line.Source ?? '').trim(), isTop);
      if (!over) return `“${line.Source}” is no path.`;
      const made = {
        kind: 'loop',
        id,
        target: own,
        from: over.from,
        over: over.path,
        ...more,
        rows: [],
        ...note,
      } as LoopRow;
      into.push(made);
      this.loops.push({ id, base: [...target, '[]'], rows: made.rows });
      return undefined;
    }
    if ((line.Rule ?? '').trim() === laterRule) {
      into.push({ ...more, id, target: own } as unknown as Row);
      return undefined;
    }
    const { rule: parts, ...rest } = more;
    const rule = ruleOf(line, isObject(parts) ? parts : {}, isTop);
    if (typeof rule === 'string') return rule;
    const ifMissing = missingOf(line);
    if (typeof ifMissing === 'string') return ifMissing;
    into.push({
      kind: 'field',
      id,
      target: own,
      rule,
      ...(ifMissing ? { ifMissing } : {}),
      ...rest,
      ...note,
    } as FieldRow);
    return undefined;
  }

  private freeId(wanted: string): string {
    const id = wanted !== '' && !this.ids.has(wanted) ? wanted : freshRowId(this.rows);
    this.ids.add(id);
    return id;
  }
}

function ruleOf(line: Line, parts: JsonObject, isTop: boolean): JsonObject | string {
  const kind = (line.Rule ?? '').trim();
  const source = line.Source ?? '';
  if (!sourced.includes(kind)) return { kind, ...parts };
  if (kind === 'constant') return { kind, value: readConstant(source), ...parts };
  if (kind === 'expression') return { kind, code: source, ...parts };
  const origin = readOrigin(source.trim(), isTop);
  return origin ? { kind, from: origin.from, path: origin.path, ...parts } : `“${source}” is no path.`;
}

function missingOf(line: Line): Json | string | undefined {
  const said = (line['If missing'] ?? '').trim().toLowerCase();
  if (said === '') return undefined;
  const [known] =
    Object.entries(missingWords).find(([key, words]) => key === said || words.replace('…', '') === said) ?? [];
  if (known === undefined)
    return `“${line['If missing']}” is none of the ways: ${Object.values(missingWords).join(', ')}.`;
  return known === 'default' ? { do: known, value: readConstant(line.Default ?? '') } : { do: known };
}
