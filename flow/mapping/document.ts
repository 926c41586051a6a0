import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { isJson, type Json } from '../json.ts';

/**
 * A mapping says, row by row, where each target field comes from. It is kept in the config of a map node and means the
 * same in the preview and in a run. What a later version adds to it is kept, though not understood.
 */
export type Mapping = {
  format: 1;
  rows: Row[];
  /** Targets left without a row on purpose: they no longer count as open. */
  ignored?: IgnoredTarget[];
};

/** From the top, with `'[]'` for the elements of a list. */
export type IgnoredTarget = {
  target: string[];
  /** Why. */
  note?: string;
};

/**
 * Steps from the source of the enclosing loop (or from the message body) to a value: `['customer', 'email']`.
 * `'[]'` walks through every element of an array: `['tax_lines', '[]', 'price']`.
 */
export type Path = string[];

/** `root` starts at the message body, `item` at the element of the enclosing loop. At the top level both are the body. */
export const origins = ['root', 'item'] as const;

/** A place that a rule reads. */
export type Source = {
  from: (typeof origins)[number];
  path: Path;
};

/** How several values become one. `only` means exactly one is expected, anything else is an error. */
export const collects = ['first', 'last', 'only', 'sum', 'count', 'join', 'list'] as const;

/** What becomes of several places: the first that holds something, or all that do, as one text, sum or list. */
export const takes = ['first', 'join', 'sum', 'list'] as const;

export type PathRule = Source & {
  kind: 'path';
  collect?: (typeof collects)[number];
};

export type PathsRule = {
  kind: 'paths';
  of: Source[];
  take: (typeof takes)[number];
  /** Between the texts of `join`; a space when absent. */
  separator?: string;
};

export type ConstantRule = {
  kind: 'constant';
  value: Json;
};

/** JSONata over the loop's element: `$root` is the body, `$parent` the element of the loop around, `$index` counts from 0. */
export type ExpressionRule = {
  kind: 'expression';
  code: string;
};

/** Text with places in it: `['SH-', {from, path}]`. When one of them holds nothing, the whole is missing. */
export type TemplateRule = {
  kind: 'template';
  parts: (string | Source)[];
};

/** A table from values to values. Texts and numbers that read the same are the same: `7` is `"7"`. */
export type ValueMapRule = Source & {
  kind: 'value-map';
  entries: { in: Json; out: Json }[];
  /** For a value that no entry names. Absent: the message is parked. */
  otherwise?: Otherwise;
  /** The shared table that the entries were taken from, with its version. */
  table?: { id: string; version: number };
};

export type Otherwise =
  | { do: 'default'; value: Json }
  /** The value as it came. */
  | { do: 'keep' }
  /** As if the source held nothing. */
  | { do: 'missing' }
  | { do: 'park' }
  | { do: 'fail' };

/** A function of the library called with places and constants. Numbers keep all their digits, unlike in an expression. */
export type FunctionRule = {
  kind: 'function';
  name: string;
  arguments: (Source | { value: Json })[];
};

export type Rule = PathRule | PathsRule | ConstantRule | ExpressionRule | TemplateRule | ValueMapRule | FunctionRule;

/**
 * What happens when a rule finds nothing: leave the field out, write null, write a default, park the message, or stop
 * the run as a bug of the mapping. Absent: `omit` for an optional field, `park` for a required one.
 */
export type IfMissing =
  | { do: 'omit' }
  | { do: 'null' }
  | { do: 'default'; value: Json }
  | { do: 'park' }
  | { do: 'fail' };

export interface FieldRow {
  kind: 'field';
  id: string;
  /** Where the value goes, from the target of the enclosing loop: `['Contact', 'Name']`. Never holds `'[]'`; a loop does that. */
  target: string[];
  rule: Rule;
  ifMissing?: IfMissing;
  note?: string;
}

/**
 * For each element of `over`, one object appended to the array at `target`. Several loops may fill one array, in row order.
 * Of the elements those are taken for which `where` holds, then the first of each that `distinct` tells apart; then they are
 * sorted, put into groups, and as many as `limit` taken.
 */
export interface LoopRow {
  kind: 'loop';
  id: string;
  target: string[];
  from: (typeof origins)[number];
  /** An array, or any other value, which then counts as the only element. Nothing there: no element. */
  over: Path;
  /** JSONata over the element; the element counts when the result is true. */
  where?: string;
  /** Elements that hold the same at all these paths are one. */
  distinct?: Path[];
  sort?: SortTerm[];
  /** The elements that hold the same there become one element: `{ key, items }`. */
  groupBy?: Path;
  limit?: number;
  rows: Row[];
  note?: string;
}

/** Numbers and texts that hold one by value, then anything else as text; what holds nothing comes last, descending too. */
export type SortTerm = {
  path: Path;
  descending?: boolean;
};

export type Row = FieldRow | LoopRow;

export const pathSchema: z.ZodType<Path> = z.array(z.string().min(1)).max(60);
export const originSchema = z.enum(origins);

const jsonSchema = z.custom<Json>(isJson, { error: 'This is not a JSON value.' });
const codeSchema = z.string().max(20_000);
const place = { from: originSchema, path: pathSchema };
const sourceSchema = z.looseObject(place);

const otherwiseSchema = z.discriminatedUnion('do', [
  z.looseObject({ do: z.literal('default'), value: jsonSchema }),
  z.looseObject({ do: z.literal('keep') }),
  z.looseObject({ do: z.literal('missing') }),
  z.looseObject({ do: z.literal('park') }),
  z.looseObject({ do: z.literal('fail') }),
]);

const knownRule = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('path'), ...place, collect: z.enum(collects).optional() }),
  z.looseObject({
    kind: z.literal('paths'),
    of: z.array(sourceSchema).min(1).max(50),
    take: z.enum(takes),
    separator: z.string().max(100).optional(),
  }),
  z.looseObject({ kind: z.literal('constant'), value: jsonSchema }),
  z.looseObject({ kind: z.literal('expression'), code: codeSchema }),
  z.looseObject({
    kind: z.literal('template'),
    parts: z.array(z.union([z.string().max(20_000), sourceSchema])).max(200),
  }),
  z.looseObject({
    kind: z.literal('value-map'),
    ...place,
    entries: z.array(z.looseObject({ in: jsonSchema, out: jsonSchema })).max(10_000),
    otherwise: otherwiseSchema.optional(),
    table: z.looseObject({ id: z.string().min(1), version: z.number().int().positive() }).optional(),
  }),
  z.looseObject({
    kind: z.literal('function'),
    name: z.string().min(1).max(100),
    arguments: z.array(z.union([sourceSchema, z.looseObject({ value: jsonSchema })])).max(20),
  }),
]);

const ruleKinds = ['path', 'paths', 'constant', 'expression', 'template', 'value-map', 'function'];

/** A rule of a later version is of none of these kinds: it is kept and saved as it is, but cannot run. */
export const isKnownRule = (rule: Rule): boolean => ruleKinds.includes(rule.kind);

export const ruleSchema = z
  .looseObject({ kind: z.string().min(1) })
  .superRefine((rule, context) => {
    if (!ruleKinds.includes(rule.kind)) return;
    const { error } = knownRule.safeParse(rule);
    for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ anyOf: [z.toJSONSchema(knownRule, { unrepresentable: 'any' }), {}] }) as unknown as z.ZodType<Rule>;

export const ifMissingSchema = z.discriminatedUnion('do', [
  z.looseObject({ do: z.literal('omit') }),
  z.looseObject({ do: z.literal('null') }),
  z.looseObject({ do: z.literal('default'), value: jsonSchema }),
  z.looseObject({ do: z.literal('park') }),
  z.looseObject({ do: z.literal('fail') }),
]) as unknown as z.ZodType<IfMissing>;

const targetSchema = z.array(z.string().min(1)).min(1).max(60);
const rowId = z.string().min(1).max(48);

const rowKinds = ['field', 'loop'];

/** A row of a later version is of neither kind: it is kept and saved as it is, but cannot run. */
export const isKnownRow = (row: Row): boolean => rowKinds.includes(row.kind);

const laterRow = z.looseObject({
  kind: z.string().regex(/^(?!(?:field|loop)$)./),
  id: rowId,
  target: targetSchema,
});

export const rowSchema: z.ZodType<Row> = z.lazy(
  () =>
    rowsByKind(
      z.discriminatedUnion('kind', [
        z.looseObject({
          kind: z.literal('field'),
          id: rowId,
          target: targetSchema,
          rule: ruleSchema,
          ifMissing: ifMissingSchema.optional(),
          note: z.string().optional(),
        }),
        z.looseObject({
          kind: z.literal('loop'),
          id: rowId,
          target: targetSchema,
          from: originSchema,
          over: pathSchema,
          where: codeSchema.optional(),
          distinct: z.array(pathSchema).min(1).max(20).optional(),
          sort: z
            .array(z.looseObject({ path: pathSchema, descending: z.boolean().optional() }))
            .min(1)
            .max(20)
            .optional(),
          groupBy: pathSchema.optional(),
          limit: z.number().int().positive().optional(),
          rows: z.array(rowSchema),
          note: z.string().optional(),
        }),
      ]),
      laterRow,
    ) as unknown as z.ZodType<Row>,
);

/** Either of the two, decided by the kind alone, so that what is wrong with a row is told with its own places. */
function rowsByKind(known: z.ZodType, later: z.ZodType): z.ZodType {
  const both = z.union([known, later]);
  const run: typeof both._zod.run = (payload, context) => {
    const { kind } = (payload.value ?? {}) as { kind?: unknown };
    const isLater = typeof kind === 'string' && !rowKinds.includes(kind);
    return (isLater ? later : known)._zod.run(payload, context);
  };
  both._zod.parse = run;
  both._zod.run = run;
  return both;
}

/** Nested deeper than this no mapping can be drawn or run. */
const deepestDocument = 300;

const documentSchema = z.looseObject({
  format: z.literal(1),
  rows: z.array(rowSchema).max(20_000),
  ignored: z
    .array(z.looseObject({ target: targetSchema, note: z.string().optional() }))
    .max(20_000)
    .optional(),
});

/** Looked at first, because the others go down as far as the document does. */
const shallow = z.custom<Json>((value) => !isNestedDeeper(value, deepestDocument), {
  error: `A mapping may be nested ${deepestDocument} levels deep at the most.`,
  abort: true,
});

export const mappingSchema = shallow.pipe(documentSchema as z.ZodType<unknown, Json>) as unknown as z.ZodType<Mapping>;

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || Decimal.isDecimal(value)) return false;
  return levels === 0 || Object.values(value).some((part) => isNestedDeeper(part, levels - 1));
}

export const emptyMapping: Mapping = { format: 1, rows: [] };
