import { isObject, type Json } from '#flow/json.ts';

/** A rule as the form holds it; the same keys as in the document. */
export type Rule = {
  path: string;
  is: string;
  value?: string;
  port?: string;
  label?: string;
};

/** What can be read of a `rules` value; anything else is left out. */
export function rulesOf(value: Json | undefined): Rule[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((rule) => {
    if (!isObject(rule)) return [];
    const text = (key: string) => (typeof rule[key] === 'string' ? { [key]: rule[key] } : {});
    const shown = rule.value === undefined || rule.value === null ? {} : { value: String(rule.value) };
    return [{ path: '', is: 'equals', ...text('path'), ...text('is'), ...text('port'), ...text('label'), ...shown }];
  });
}

/** A rule to fill in, with a way out of its own where rules have one. */
export function freshRule(rules: Rule[], is: string, withPort: boolean): Rule {
  if (!withPort) return { path: '', is };
  const label = `Way ${rules.length + 1}`;
  return { path: '', is, label, port: freshPort(rules, label) };
}

/** The rule with another name. Its port keeps its id once it has one, so that edges drawn from it stay. */
export function withLabel(rules: Rule[], index: number, label: string): Rule {
  const rule = rules[index] ?? { path: '', is: 'equals' };
  const others = rules.filter((_, at) => at !== index);
  return { ...rule, label, port: rule.port || freshPort(others, label) };
}

/** `South America` → `south-america`, with a number where that is taken. */
function freshPort(rules: Rule[], label: string): string {
  const slug = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const base = slug.replace(/^[^a-z]+|-+$/g, '').slice(0, 40) || 'way';
  const taken = new Set(['error', 'otherwise', ...rules.map((rule) => rule.port)]);
  let number = 1;
  const name = () => (number === 1 ? base : `${base}-${number}`);
  while (taken.has(name())) number += 1;
  return name();
}

/** Some questions stand alone. */
export const asksForValue = (is: string): boolean => !['is empty', 'is not empty', 'is true'].includes(is);
