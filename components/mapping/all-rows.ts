import type { Mapping, Row } from '#flow/mapping/document.ts';

/** Every row of a mapping with its target counted from the body, the outer before the inner. */
export function allRows(mapping: Mapping): { row: Row; target: string[] }[] {
  const walk = (rows: Row[], base: string[]): { row: Row; target: string[] }[] =>
    rows.flatMap((row) => {
      const target = [...base, ...row.target];
      return row.kind === 'loop' ? [{ row, target }, ...walk(row.rows, [...target, '[]'])] : [{ row, target }];
    });
  return walk(mapping.rows, []);
}
