import { z } from 'zod';
import { isJson, type Json } from '../json.ts';

/**
 * A mapping says, row by row, where each target field comes from. It is kept in the config of a map node and means the
 * same in the preview and in a run.
 */

/**
 * Steps from the source of the enclosing loop (or from the message body) to a value: `['customer', 'email']`.
 * `'[]'` walks through every element of an array: `['tax_lines', '[]', 'price']`.
 */
export const pathSchema = z.array(z.string().min(1)).max(60);
export type Path = z.infer<typeof pathSchema>;

/** How several values become one. `only` means exactly one is expected, anything else is an error. */
export const collects = ['first', 'last', 'only', 'sum', 'count', 'join', 'list'] as const;

/** `root` starts at the message body, `item` at the element of the enclosing loop. At the top level both are the body. */
export const originSchema = z.enum(['root', 'item']);

const jsonSchema = z.custom<Json>(isJson, { error: 'This is not a JSON value.' });

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('path'),
    from: originSchema,
    path: pathSchema,
    collect: z.enum(collects).optional(),
  }),
  z.strictObject({ kind: z.literal('constant'), value: jsonSchema }),
  /** JSONata over the loop's element: `$root` is the body, `$parent` the element of the loop around, `$index` counts from 0. */
  z.strictObject({ kind: z.literal('expression'), code: z.string().max(20_000) }),
]);
export type Rule = z.infer<typeof ruleSchema>;

/**
 * What happens when a rule finds nothing: leave the field out, write null, write a default, park the message, or stop
 * the run as a bug of the mapping. Absent: `omit` for an optional field, `park` for a required one.
 */
export const ifMissingSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('omit') }),
  z.strictObject({ do: z.literal('null') }),
  z.strictObject({ do: z.literal('default'), value: jsonSchema }),
  z.strictObject({ do: z.literal('park') }),
  z.strictObject({ do: z.literal('fail') }),
]);
export type IfMissing = z.infer<typeof ifMissingSchema>;

/** Where the value goes, from the target of the enclosing loop: `['Contact', 'Name']`. Never holds `'[]'`; a loop does that. */
const targetSchema = z.array(z.string().min(1)).min(1).max(60);

export interface FieldRow {
  kind: 'field';
  id: string;
  target: string[];
  rule: Rule;
  ifMissing?: IfMissing;
  note?: string;
}

/** For each element of `over`, one object appended to the array at `target`. Several loops may fill one array, in row order. */
export interface LoopRow {
  kind: 'loop';
  id: string;
  target: string[];
  from: z.infer<typeof originSchema>;
  /** An array, or any other value, which then counts as the only element. Nothing there: no element. */
  over: Path;
  /** JSONata over the element; the element counts when the result is true. */
  where?: string;
  rows: Row[];
  note?: string;
}

export type Row = FieldRow | LoopRow;

const rowId = z.string().min(1).max(48);

export const rowSchema: z.ZodType<Row> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('field'),
      id: rowId,
      target: targetSchema,
      rule: ruleSchema,
      ifMissing: ifMissingSchema.optional(),
      note: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal('loop'),
      id: rowId,
      target: targetSchema,
      from: originSchema,
      over: pathSchema,
      where: z.string().max(20_000).optional(),
      rows: z.array(rowSchema),
      note: z.string().optional(),
    }),
  ]),
);

export const mappingSchema = z.strictObject({ format: z.literal(1), rows: z.array(rowSchema).max(20_000) });
export type Mapping = z.infer<typeof mappingSchema>;

export const emptyMapping: Mapping = { format: 1, rows: [] };
