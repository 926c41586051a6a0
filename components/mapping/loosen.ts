import type { JsonSchema } from '#flow/catalog.ts';
import type { Mapping, Row } from '#flow/mapping/document.ts';

/**
 * A mapping that gives a value where the strict one parks: the rows named may come to nothing, and what they come to is not
 * converted. For showing the rest of a message that has troubles, never for running.
 */
export function loosen(mapping: Mapping, troubled: ReadonlySet<string>): Mapping {
  return {
    ...mapping,
    rows: eachRow(mapping.rows, troubled, (row) => (row.kind === 'loop' ? row : { ...row, ifMissing: { do: 'omit' } })),
  };
}

/** Without the rows named, and without what is inside them. */
export function without(mapping: Mapping, troubled: ReadonlySet<string>): Mapping {
  return { ...mapping, rows: eachRow(mapping.rows, troubled, () => undefined) };
}

function eachRow(rows: Row[], named: ReadonlySet<string>, change: (row: Row) => Row | undefined): Row[] {
  return rows.flatMap((row) => {
    const changed = named.has(row.id) ? change(row) : row;
    if (!changed) return [];
    return changed.kind === 'loop' ? { ...changed, rows: eachRow(changed.rows, named, change) } : changed;
  });
}

/** The schema, saying nothing any more about the targets of the rows named. */
export function silenced(schema: JsonSchema, rows: Row[], named: ReadonlySet<string>): JsonSchema {
  return rows.reduce((result, row) => {
    if (row.kind === 'loop') {
      return replaced(result, row.target, (list) => ({
        ...list,
        items: list.items && silenced(list.items, row.rows, named),
      }));
    }
    return named.has(row.id) ? replaced(result, row.target, () => ({})) : result;
  }, schema);
}

function replaced(
  schema: JsonSchema,
  [name, ...rest]: string[],
  change: (inner: JsonSchema) => JsonSchema,
): JsonSchema {
  const inner = name !== undefined && schema.properties?.[name];
  if (!inner) return schema;
  const next = rest.length === 0 ? change(inner) : replaced(inner, rest, change);
  return { ...schema, properties: { ...schema.properties, [name]: next } };
}
