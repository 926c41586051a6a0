import { pathWords } from '#flow/mapping/path.ts';
import type { MappingChanges } from './changes/compare-mappings.ts';
import { isMapped, isRequiredMissing } from './coverage.ts';
import type { PaneFilter } from './pane-head.tsx';
import type { Remark } from './remarks.ts';
import type { TargetRow } from './target-rows.ts';
import type { MapperView } from './use-mapper.ts';

export type TargetFilter = 'all' | 'mapped' | 'unmapped' | 'missing' | 'errors' | 'lossy' | 'changed';

/** Which target rows a filter lists; `undefined` for all of them. */
export function targetFilter(
  filter: TargetFilter,
  firsts: ReadonlyMap<string, Remark>,
  changes: MappingChanges,
): ((row: TargetRow) => boolean) | undefined {
  switch (filter) {
    case 'all':
      return undefined;
    case 'mapped':
      return isMapped;
    case 'unmapped':
      return (row) => !isMapped(row) && !row.hasChildren && !row.ignored;
    case 'missing':
      return isRequiredMissing;
    case 'errors':
      return (row) => firsts.get(row.key)?.state === 'error';
    case 'lossy':
      return (row) => firsts.get(row.key)?.state === 'lossy';
    case 'changed':
      return (row) => isChanged(row, changes);
  }
}

/** The row says something else than it did in the published version, or nothing any more. */
export function isChanged(row: TargetRow, { rows, removed }: MappingChanges): boolean {
  const id = row.field?.id ?? row.loop?.id;
  return id === undefined ? removed.has(pathWords(row.path)) : rows.has(id);
}

/** The filters of the target with their counts; those that would list nothing are left out, unless one of them is chosen. */
export function targetChips(
  { coverage, counts, changes }: Pick<MapperView, 'coverage' | 'counts' | 'changes'>,
  chosen: TargetFilter,
): PaneFilter<TargetFilter>[] {
  const { required } = coverage;
  const chips: (PaneFilter<TargetFilter> & { isShown: boolean })[] = [
    { id: 'all', words: 'All', count: coverage.all, isShown: true },
    { id: 'mapped', words: 'Mapped', count: coverage.mapped, isShown: true },
    {
      id: 'unmapped',
      words: 'Unmapped',
      count: coverage.all - coverage.mapped,
      isMinor: counts.errors + counts.lossy + changes.count > 0,
      isShown: true,
    },
    {
      id: 'missing',
      words: 'Required',
      count: `${required.mapped}/${required.all}`,
      tone: counts.missing > 0 ? 'failed' : undefined,
      isShown: required.all > 0,
    },
    { id: 'errors', words: 'Errors', count: counts.errors, tone: 'failed', isShown: counts.errors > 0 },
    { id: 'lossy', words: 'Lossy', count: counts.lossy, tone: 'warn', isShown: counts.lossy > 0 },
    { id: 'changed', words: 'Changed', count: changes.count, isShown: changes.count > 0 },
  ];
  return chips.filter((chip) => chip.isShown || chip.id === chosen).map(({ isShown, ...chip }) => chip);
}
