import { z } from 'zod';
import { isJson, isNumeric, isObject, type Json } from '#flow/json.ts';
import { exactOf } from '#flow/mapping/exact.ts';
import { own } from '#flow/mapping/path.ts';

/** What a rule can ask, in the words of the form. */
export const operators = [
  'equals',
  'not equals',
  'contains',
  'starts with',
  'greater',
  'less',
  'is empty',
  'is not empty',
  'is true',
  'one of',
] as const;
export type Operator = (typeof operators)[number];

export const ruleSchema = z.object({
  /** Route: where a message goes for which the rule holds. */
  port: z.string().optional(),
  label: z.string().optional(),
  /** `financial_status`, `customer.email`, `line_items[].sku`. */
  path: z.string().min(1),
  is: z.enum(operators),
  value: z.custom<Json>(isJson).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** The rules of a node's config. @throws Error that names the node and the first rule that cannot be read */
export function readRules(config: Json | undefined, node: string): Rule[] {
  const rules = z.array(ruleSchema).safeParse(config ?? []);
  if (rules.success) return rules.data;
  const [issue] = rules.error.issues;
  const which = typeof issue?.path[0] === 'number' ? `Rule ${issue.path[0] + 1}` : 'The list of rules';
  throw new Error(`${which} of “${node}” cannot be read: ${issue?.path.slice(1).join('.')} ${issue?.message}`);
}

/**
 * Whether a rule holds for a body. A path through a list finds several values: one that fits is enough, and `not
 * equals` and `is empty` then mean that none fits.
 */
export function holds(rule: Rule, body: Json): boolean {
  const found = valuesAt(body, rule.path);
  const wanted = rule.value ?? null;
  const some = (fits: (value: Json) => boolean) => found.some(fits);
  switch (rule.is) {
    case 'equals':
      return some((value) => same(value, wanted)) || (wanted === null && found.length === 0);
    case 'not equals':
      return !holds({ ...rule, is: 'equals' }, body);
    case 'contains':
      return some((value) => contains(value, wanted));
    case 'starts with':
      return some((value) => textOf(value).startsWith(textOf(wanted)));
    case 'greater':
      return some((value) => compare(value, wanted) === 1);
    case 'less':
      return some((value) => compare(value, wanted) === -1);
    case 'is empty':
      return found.every(isEmpty);
    case 'is not empty':
      return !found.every(isEmpty);
    case 'is true':
      return some((value) => value === true);
    case 'one of':
      return some((value) => choices(wanted).some((choice) => same(value, choice)));
  }
}

/** `line_items[].sku` → line_items, [], sku. */
function stepsOf(path: string): string[] {
  return path.split('.').flatMap((name) => {
    const lists = /(\[\])*$/.exec(name)?.[0].length ?? 0;
    const bare = name.slice(0, name.length - lists);
    return [...(bare ? [bare] : []), ...Array<string>(lists / 2).fill('[]')];
  });
}

function valuesAt(body: Json, path: string): Json[] {
  let here: Json[] = [body];
  for (const step of stepsOf(path))
    here = here.flatMap((value) => {
      if (step === '[]') return Array.isArray(value) ? value : [value];
      const next = isObject(value) ? own(value, step) : undefined;
      return next === undefined ? [] : [next];
    });
  return here.filter((value) => value !== null);
}

/** Two texts are compared as texts; as soon as one side is a number, both as exact numbers. */
function same(one: Json, other: Json): boolean {
  if (isNumeric(one) || isNumeric(other)) return compare(one, other) === 0;
  if (typeof one === 'boolean' || typeof other === 'boolean') return textOf(one) === textOf(other);
  return typeof one === typeof other && textOf(one) === textOf(other);
}

/** As numbers where both are, else as texts, which puts ISO dates in order. `undefined`: cannot be compared. */
function compare(one: Json, other: Json): -1 | 0 | 1 | undefined {
  const [left, right] = [exactOf(one), exactOf(other)];
  if (left && right) return left.comparedTo(right) as -1 | 0 | 1;
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  return one < other ? -1 : one > other ? 1 : 0;
}

function contains(value: Json, wanted: Json): boolean {
  if (Array.isArray(value)) return value.some((element) => same(element, wanted));
  return typeof value === 'string' && value.includes(textOf(wanted));
}

function choices(wanted: Json): Json[] {
  if (Array.isArray(wanted)) return wanted;
  return textOf(wanted)
    .split(/[,\n]/)
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}

function isEmpty(value: Json): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (isObject(value) && Object.keys(value).length === 0);
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : isNumeric(value) ? (exactOf(value)?.toFixed() ?? String(value)) : JSON.stringify(value);
}
