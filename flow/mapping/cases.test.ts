import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import { canonicalJson, isObject, type Json, parseJson } from '../json.ts';
import { compileMapping } from './compile.ts';
import { mappingSchema } from './document.ts';
import type { Given } from './functions.ts';
import type { RowTrouble } from './trouble.ts';

interface Case {
  name: string;
  input: Json;
  mapping: Json;
  given?: Given;
  target?: JsonSchema;
  /** Either the value, or every trouble in order, with the parts that matter. */
  expect?: Json;
  troubles?: Partial<RowTrouble>[];
  /** Ids of the rows that warn. */
  warnings?: string[];
}

const folder = new URL('./cases/', import.meta.url);
const cases = readdirSync(folder).map(
  (file) => parseJson(readFileSync(new URL(file, folder), 'utf8')) as unknown as Case,
);
/** A frozen message stays as it was, or the mapping fails. */
function frozen(value: Json): Json {
  if (Array.isArray(value)) value.forEach(frozen);
  else if (isObject(value)) Object.values(value).forEach(frozen);
  else return value;
  Object.freeze(value);
  return value;
}

const given: Given = { now: '2025-04-02T11:31:26.000Z', zone: 'Europe/Vienna' };

describe('a mapping', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const mapping = mappingSchema.parse(one.mapping);
    const input = frozen(one.input);
    const compiled = compileMapping(mapping, one.target);
    const outcome = await compiled.run(input, one.given ?? given);
    if (one.troubles) {
      expect(outcome).toMatchObject({ ok: false, troubles: one.troubles });
    } else {
      expect(outcome).toMatchObject({ ok: true });
      expect(outcome.ok && canonicalJson(outcome.value)).toBe(canonicalJson(one.expect ?? null));
    }
    expect(outcome.warnings.map(({ row }) => row)).toEqual(one.warnings ?? []);
    expect((await compiled.preview(input, one.given ?? given)).outcome).toEqual(outcome);
  });

  it('has cases of different names', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
