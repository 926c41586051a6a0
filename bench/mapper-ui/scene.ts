import type { JsonSchema } from '#flow/catalog.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Mapping, Row } from '#flow/mapping/document.ts';

/** Two sides of a map and what is between them. */
export interface Scene {
  source: JsonSchema;
  sample: Json;
  target: JsonSchema;
  mapping: Mapping;
}

const groupSize = 25;
const kinds: JsonSchema[] = [
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'string', format: 'date-time' },
  { type: 'integer' },
];
const values: Json[] = ['Merino base layer, M', 74.95, true, '2026-11-23T00:41:08+01:00', 7203944816];

/** `fields` fields on each side, in objects of 25, and `lines` rows that copy from one side to the other, not in order. */
export function sceneOf(fields: number, lines: number): Scene {
  const groups = Math.ceil(fields / groupSize);
  const rows: Row[] = Array.from({ length: lines }, (_, index) => {
    const to = Math.floor((index * fields) / lines);
    // A field of the same type some way off, so that lines cross and leave the picture.
    const from = (to + 35 * (index % 7)) % fields;
    return {
      kind: 'field',
      id: `r${index + 1}`,
      target: place(to),
      rule:
        to % kinds.length === 0 && index % 2 === 1
          ? { kind: 'expression', code: `$uppercase(${place(from).join('.')})` }
          : { kind: 'path', from: 'root', path: place(from) },
    };
  });
  return {
    source: schemaOf(groups, fields),
    sample: sampleOf(groups, fields),
    target: schemaOf(groups, fields),
    mapping: { format: 1, rows },
  };
}

const place = (field: number): string[] => [`group_${Math.floor(field / groupSize)}`, `field_${field}`];

function schemaOf(groups: number, fields: number): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (let group = 0; group < groups; group++) {
    const inside = range(group, fields).map((field) => [`field_${field}`, kinds[field % kinds.length]!] as const);
    properties[`group_${group}`] = { type: 'object', properties: Object.fromEntries(inside) };
  }
  return { type: 'object', properties };
}

function sampleOf(groups: number, fields: number): Json {
  const sample: JsonObject = {};
  for (let group = 0; group < groups; group++) {
    sample[`group_${group}`] = Object.fromEntries(
      range(group, fields).map((field) => [`field_${field}`, values[field % values.length]!]),
    );
  }
  return sample;
}

const range = (group: number, fields: number): number[] =>
  Array.from({ length: Math.min(groupSize, fields - group * groupSize) }, (_, index) => group * groupSize + index);
