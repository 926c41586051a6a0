import type { RowCell } from '../row-cell.ts';
import { ifMissingOf } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';
import { ruleCell } from './rule-cell.ts';

export type SortBy = 'target' | 'type' | 'required' | 'source' | 'rule' | 'missing' | 'preview' | 'note';

/** Rows by one column; numbers in texts by their size, equals as in the tree, what is empty last in either direction. */
export function sortedRows(
  rows: TargetRow[],
  by: SortBy,
  isDown: boolean,
  cellOf: (row: TargetRow) => RowCell,
): TargetRow[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row, by, cellOf) }));
  keyed.sort((a, b) => {
    if (a.key === '' || b.key === '') return (a.key === '' ? 1 : 0) - (b.key === '' ? 1 : 0);
    return isDown ? words.compare(b.key, a.key) : words.compare(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function keyOf(row: TargetRow, by: SortBy, cellOf: (row: TargetRow) => RowCell): string {
  switch (by) {
    case 'target':
      return row.path.join('.');
    case 'type':
      return row.kind ?? '';
    case 'required':
      return row.required ? 'yes' : '';
    case 'source':
      return row.field?.rule.kind === 'constant' ? '' : cellOf(row).words;
    case 'rule':
      return ruleCell(row);
    case 'missing':
      return row.field ? ifMissingOf(row.field, row.required).do : '';
    case 'preview':
      return cellOf(row).value;
    case 'note':
      return (row.field ?? row.loop)?.note ?? '';
  }
}
