import type { Problem } from '#flow/problem.ts';
import type { Preview } from './preview.ts';
import type { TargetRow } from './target-rows.ts';

/** Something to say about a target field: found in the document, or on the sample at hand. */
export interface Remark {
  /** Key of the target row; absent when it belongs to none that is there. */
  key?: string;
  state: 'error' | 'lossy';
  /** `AccountCode, line 2`. */
  title: string;
  words: string;
  wayOut: string;
  /** Where in the output, counted; only for what the sample brought up. */
  field?: string;
}

/**
 * All remarks, errors first, in the order of the target. What is merely not mapped yet is no remark: it is counted as
 * required. A row about which document and sample say the same thing is named once, by the sample.
 */
export function remarksOf(rows: TargetRow[], problems: Problem[], preview: Preview | undefined): Remark[] {
  const keys = new Map(
    rows.flatMap((row) => [row.field, row.loop].flatMap((of) => (of ? [[of.id, row.key] as const] : []))),
  );
  const fromSample: Remark[] = [
    ...together(
      (preview?.troubles ?? []).map(({ row, field, message, wayOut }) => ({
        key: keys.get(row),
        state: 'error',
        title: fieldTitle(field),
        words: afterField(message, `${field}: `),
        wayOut,
        field,
      })),
    ),
    ...(preview?.warnings ?? []).map(
      ({ row, field, message }): Remark => ({
        key: keys.get(row),
        state: 'lossy',
        title: fieldTitle(field),
        words: message,
        wayOut: '',
        field,
      }),
    ),
  ];
  const told = new Set(fromSample.map(({ key, state }) => `${key} ${state}`));
  const fromDocument = problems
    .filter(({ code, where }) => !(code === 'mapping-required' && !isOwn(where, rows)))
    .map(
      ({ severity, message, wayOut, where }): Remark => ({
        key: where.row === undefined ? undefined : keys.get(where.row),
        state: severity === 'error' ? 'error' : 'lossy',
        title: where.field === undefined ? 'The mapping' : fieldTitle(where.field),
        words: afterField(message.replace(/^In “[^”]*”, /, ''), `“${where.field}” `),
        wayOut,
      }),
    )
    .filter(({ key, state }) => key === undefined || !told.has(`${key} ${state}`));
  const order = new Map(rows.map((row, index) => [row.key, index]));
  const place = ({ key, state }: Remark) => (state === 'error' ? 0 : 1e6) + (order.get(key ?? '') ?? 1e5);
  return [...fromSample, ...fromDocument].sort((a, b) => place(a) - place(b));
}

/** The same trouble of several elements is one remark, about the first of them. */
function together(remarks: Remark[]): Remark[] {
  const found = new Map<string, { first: Remark; count: number }>();
  for (const remark of remarks) {
    const same = `${remark.key} ${remark.words}`;
    const known = found.get(same);
    if (known) known.count += 1;
    else found.set(same, { first: remark, count: 1 });
  }
  return [...found.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, title: `${first.title} and ${count - 1} more` },
  );
}

/** The problem is about a row of its own, not about a field that has none. */
function isOwn(where: Problem['where'], rows: TargetRow[]): boolean {
  return rows.some((row) => row.field !== undefined && row.field.id === where.row);
}

/** `LineItems[1].AccountCode` → `AccountCode, line 2`, `LineItems[].AccountCode` → `AccountCode, LineItems`. */
export function fieldTitle(field: string): string {
  const list = field.lastIndexOf('[].');
  if (list !== -1) return `${field.slice(list + 3)}, ${field.slice(0, list).split('.').at(-1)}`;
  const places = [...field.matchAll(/([^.[\]]*)\[(\d+)\]/g)];
  const last = field.slice((places.at(-1)?.index ?? 0) + (places.at(-1)?.[0].length ?? 0)).replace(/^\./, '');
  if (places.length === 0) return field;
  const lists = places.map(([, name = '', index]) => `${/line/i.test(name) ? 'line' : name} ${Number(index) + 1}`);
  return [last === '' ? '' : last, ...lists.reverse()].filter(Boolean).join(', ');
}

function afterField(message: string, start: string): string {
  const rest = message.startsWith(start) ? message.slice(start.length) : message;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
