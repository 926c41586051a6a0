import { addedTo, firstOf } from '#flow/mapping/combined-rule.ts';
import type { PathsRule, Rule, Source } from '#flow/mapping/document.ts';
import { sourcesIn } from '#flow/mapping/rule-text.ts';
import type { SourceRow } from './source-rows.ts';
import type { TargetRow } from './target-rows.ts';

/** What may become of what is put on a row. A choice with `why` cannot be made. */
export interface DropChoice {
  what: 'replace' | 'add' | 'first' | 'by-name' | 'whole';
  words: string;
  detail: string;
  why?: string;
  /** The row's rule then, where it is more than a line. */
  rule?: PathsRule;
}

/**
 * What there is to choose from when sources are put on a target, or nothing where it is plain what is meant: a row that says
 * something already is replaced, added to or has a second resort; an object on an object is mapped field by field or whole.
 *
 * @param seen the sources as the row's rule would name them
 * @param byName how many lines the names of the two objects' fields suggest
 */
export function dropChoices(
  sources: SourceRow[],
  seen: Source[],
  target: TargetRow,
  byName: () => number,
): DropChoice[] {
  const rule = target.field?.rule;
  const names = sources.map(({ name }) => name).join(' and ');
  if (isParentOntoParent(sources, target)) {
    const count = byName();
    const none = count === 0 ? { why: 'no field left in it is like one of these' } : {};
    return [
      { what: 'by-name', words: `By name: ${lines(count)}`, detail: 'reviewed first, nothing is replaced', ...none },
      {
        what: 'whole',
        words: 'As a whole',
        detail: rule ? `${names} as it is, instead of what it has` : `${names} as it is`,
      },
    ];
  }
  if (!rule || isRead(rule, seen)) return [];
  return [
    { what: 'replace', words: 'Replace', detail: `from ${names} alone` },
    { what: 'add', words: 'Add to it', ...combined(addedTo(rule, seen, target.kind)) },
    { what: 'first', words: 'First non-empty', ...combined(firstOf(rule, seen)) },
  ];
}

const isParentOntoParent = ([source, ...others]: SourceRow[], target: TargetRow): boolean =>
  others.length === 0 && source?.kind === 'object' && source.hasChildren && target.as === 'group' && target.hasChildren;

/** Nothing but these is read already: the same line once more. */
function isRead(rule: Rule, seen: Source[]): boolean {
  const key = (sources: Source[]) => JSON.stringify(sources.map(({ from, path }) => [from, path]));
  return (rule.kind === 'path' || rule.kind === 'paths') && key(sourcesIn(rule)) === key(seen);
}

function combined(made: ReturnType<typeof addedTo>): Pick<DropChoice, 'detail' | 'why' | 'rule'> {
  if ('why' in made) return { detail: '', why: made.why };
  const count = made.of.length;
  return { detail: `${count} fields, ${takeWords[made.take]}`, rule: made };
}

const takeWords: Record<PathsRule['take'], string> = {
  join: 'joined',
  sum: 'summed',
  list: 'as a list',
  first: 'in this order',
};

const lines = (count: number): string => (count === 1 ? '1 field' : `${count} fields`);
