import type { RowCell } from './row-cell.ts';
import { overWords } from './rule-words.ts';
import { failureWords } from './samples/row-failures.ts';
import type { TargetRow } from './target-rows.ts';
import { glyphWords } from './tree-cells.tsx';

/** A target row as it is read out: name, type, whether it is required, where it comes from, its value, its trouble. */
export function targetName(row: TargetRow, cell: RowCell): string {
  if (row.as === 'add') return 'Add a field: type its name';
  if (row.loop) {
    return [
      `For each ${overWords(row.loop)} one of ${row.name}`,
      row.loop.where && `where ${row.loop.where}`,
      cell.value && `${cell.value} taken`,
      trouble(cell),
      elsewhere(cell),
      change(cell),
    ]
      .filter(Boolean)
      .join(', ');
  }
  const from = row.field?.rule.kind === 'constant' ? `always ${cell.words}` : cell.words && `from ${cell.words}`;
  return [
    row.name,
    glyphWords[row.glyph],
    row.required && !row.isUnreached && 'required',
    row.isUnknown && 'not a field of the target',
    from ||
      (row.ignored
        ? ['left out on purpose', row.ignored.note].filter(Boolean).join(': ')
        : row.hasChildren
          ? undefined
          : 'not mapped'),
    cell.collect,
    cell.value,
    trouble(cell),
    elsewhere(cell),
    change(cell),
  ]
    .filter(Boolean)
    .join(', ');
}

const trouble = (cell: RowCell): string | undefined =>
  cell.state && `${cell.state === 'error' ? 'error' : 'lossy'}: ${cell.remark ?? ''}`;

const elsewhere = ({ failures }: RowCell): string | undefined => failures && failureWords(failures);

const change = (cell: RowCell): string | undefined =>
  cell.change && (cell.change.kind === 'changed' ? `changed, ${cell.change.words}` : cell.change.words);
