import type { IfMissing, Mapping, Rule } from '#flow/mapping/document.ts';
import { editMapping, type Schemas } from '#flow/mapping/edit.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { whyNot } from '../legal.ts';
import { ruleText } from '../rule-words.ts';
import type { SourceRow } from '../source-rows.ts';
import type { TargetRow } from '../target-rows.ts';
import { typedRule } from '../typed-rule.ts';
import { isJsonText, readConstant } from './constant-text.ts';

/** One pasted line and what it would do. `ambiguous` and `unknown` do nothing unless a person says so. */
export interface PastedLine {
  cells: string[];
  verdict: 'matched' | 'ambiguous' | 'unknown';
  /** What will be done, or why nothing can be. */
  words: string;
  /** The rule that stands there now. */
  before?: string;
  target?: TargetRow;
  from?: { path: string[] } | { rule: Rule };
  ifMissing?: IfMissing;
  note?: string;
}

export interface PasteEnds {
  sources: SourceRow[];
  targets: TargetRow[];
  /** By loop id: the path of its element in the source. */
  items: ReadonlyMap<string, string[]>;
}

/**
 * What a block `target⇥source⇥default⇥note` out of a spreadsheet would do, line by line. Fields are found by path or, where
 * only one has it, by name; a source may be a field, `=` and an expression, or a constant. A first line of titles tells other columns.
 */
export function pastedLines(cells: string[][], ends: PasteEnds): PastedLine[] {
  const titles = columnsOf(cells[0] ?? []);
  const columns = titles ?? { target: 0, source: 1, fallback: 2, note: 3 };
  const body = titles ? cells.slice(1) : cells;
  const [targets, sources] = [index(ends.targets.filter(isPlace)), index(ends.sources)];
  return body.map((line) => {
    const cell = (at: number | undefined) => (at === undefined ? '' : (line[at] ?? '').trim());
    const from = cell(columns.source);
    const fallback = cell(columns.fallback);
    const note = cell(columns.note);
    const extra = {
      ...(fallback === '' ? {} : { ifMissing: { do: 'default' as const, value: readConstant(fallback) } }),
      ...(note === '' ? {} : { note }),
    };
    const read = readLine(cell(columns.target), from, { targets, sources, items: ends.items });
    return { cells: line, ...extra, ...read };
  });
}

/** The mapping with lines drawn in, and what was decided on the way. */
export function withPasted(
  mapping: Mapping,
  lines: PastedLine[],
  schemas: Schemas,
): { mapping: Mapping; hints: string[] } {
  const hints: string[] = [];
  const after = lines.reduce((drawn, { target, from, ifMissing, note }) => {
    if (!target || !from) return drawn;
    const at = { scope: target.scope, target: target.target };
    const put =
      'path' in from
        ? ({ kind: 'connect', source: from.path, at } as const)
        : ({ kind: 'put-rule', at, rule: from.rule } as const);
    const edited = editMapping(drawn, put, schemas);
    if (edited.hint && !hints.includes(edited.hint)) hints.push(edited.hint);
    if (edited.row === undefined) return edited.mapping;
    const { row } = edited;
    const fallen = ifMissing
      ? editMapping(edited.mapping, { kind: 'set-if-missing', row, ifMissing }).mapping
      : edited.mapping;
    return note === undefined ? fallen : editMapping(fallen, { kind: 'set-note', row, note }).mapping;
  }, mapping);
  return { mapping: after, hints };
}

interface Columns {
  target: number;
  source: number;
  fallback?: number;
  note?: number;
}

function columnsOf(head: string[]): Columns | undefined {
  const names = head.map((cell) => cell.trim().toLowerCase());
  const find = (...words: string[]) => {
    const at = names.findIndex((name) => words.includes(name));
    return at === -1 ? undefined : at;
  };
  const target = find('target', 'target field', 'to', 'ziel');
  const source = find('source', 'source field', 'from', 'rule', 'mapping', 'quelle');
  if (target === undefined || source === undefined) return undefined;
  return { target, source, fallback: find('default'), note: find('note', 'comment', 'remark') };
}

const isPlace = (row: TargetRow): boolean => row.as !== 'add' && !(row.as === 'group' && row.hasChildren);

interface Found<Row> {
  byPath: Map<string, Row[]>;
  byName: Map<string, Row[]>;
}

const plain = (text: string): string => text.toLowerCase().replace(/\[\d*\]|[^\p{L}\p{N}.]/gu, '');

function index<Row extends { path: string[]; name: string }>(rows: Row[]): Found<Row> {
  return {
    byPath: Map.groupBy(rows, (row) => plain(pathWords(row.path))),
    byName: Map.groupBy(rows, (row) => plain(row.name)),
  };
}

function lookUp<Row>({ byPath, byName }: Found<Row>, words: string): Row[] {
  return byPath.get(plain(words)) ?? byName.get(plain(words)) ?? [];
}

type Read = Pick<PastedLine, 'verdict' | 'words' | 'before' | 'target' | 'from'>;

function readLine(
  to: string,
  from: string,
  ends: { targets: Found<TargetRow>; sources: Found<SourceRow>; items: PasteEnds['items'] },
): Read {
  if (to === '') return { verdict: 'unknown', words: 'No target is named.' };
  const sources = lookUp(ends.sources, from);
  const found = within(lookUp(ends.targets, to), sources, ends.items);
  const [target] = found;
  if (!target) return { verdict: 'unknown', words: `No target is called “${to}”.` };
  if (found.length > 1)
    return { verdict: 'ambiguous', words: `${found.length} targets are called “${to}”: name the whole path.` };
  const before = target.field ? ruleText(target.field.rule) : undefined;
  const at = { target, ...(before === undefined ? {} : { before }) };
  if (from === '') return { verdict: 'unknown', words: 'No source is named.', ...at };
  if (target.loop) return { verdict: 'unknown', words: `${target.name} is filled by a loop already.`, ...at };

  if (from.startsWith('=') || (sources.length === 0 && isJsonText(from))) {
    const rule = from.startsWith('=') ? typedRule(from, target.kind, () => false) : constant(from, target);
    return { verdict: 'matched', words: rule.kind === 'constant' ? 'constant' : 'expression', ...at, from: { rule } };
  }
  const [source] = sources;
  if (!source) {
    const words = `No source is called “${from}”. Taken anyway, it is this text, always.`;
    return { verdict: 'unknown', words, ...at, from: { rule: constant(from, target) } };
  }
  if (sources.length > 1)
    return {
      verdict: 'ambiguous',
      words: `${sources.length} sources are called “${from}”: name the whole path.`,
      ...at,
    };
  const reason = whyNot(source, target);
  if (reason !== undefined) return { verdict: 'unknown', words: `${reason}.`, ...at };
  return { verdict: 'matched', words: pathWords(source.path), ...at, from: { path: source.path } };
}

const constant = (text: string, target: TargetRow): Rule => {
  const value = readConstant(text);
  const isText = target.kind === 'string' && typeof value !== 'string';
  return { kind: 'constant', value: isText ? text : value };
};

/** Of targets with one path, in several loops that fill one list, those in the loop that walks over the source. */
function within(targets: TargetRow[], sources: SourceRow[], items: PasteEnds['items']): TargetRow[] {
  if (targets.length < 2 || sources.length !== 1) return targets;
  const walked = targets.filter(({ scope }) => {
    const item = items.get(scope ?? '') ?? [];
    return item.length > 0 && item.every((step, at) => sources[0]?.path[at] === step);
  });
  return walked.length > 0 ? walked : targets;
}
