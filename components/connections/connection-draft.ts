import type { ConnectionRow } from '#components/trpc.tsx';
import type { Field } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';

/** What stands in the form: all fields by key, the address among them, and of the secrets only those typed anew (`""` takes one away). */
export interface ConnectionDraft {
  name: string;
  values: Record<string, Json>;
}

/** What `connections.create` and `update` take. */
export interface ConnectionInput {
  name: string;
  address: string;
  settings: Record<string, Json>;
  secrets: Record<string, string>;
}

export const draftOf = (row: ConnectionRow): ConnectionDraft => ({
  name: row.name,
  values: { ...row.settings, address: row.address },
});

/** Sorts the form into address, settings and secrets. Only fields of the form go out, with the default that the form shows where nothing is chosen; the address counts also where no field asks for it. */
export function inputOf(draft: ConnectionDraft, fields: Field[]): ConnectionInput {
  const address = draft.values.address ?? fields.find((field) => field.key === 'address')?.default;
  const input: ConnectionInput = {
    name: draft.name.trim(),
    address: textOf(address).trim(),
    settings: {},
    secrets: {},
  };
  for (const field of fields) {
    const value = draft.values[field.key] ?? field.default;
    if (value === undefined || field.key === 'address') continue;
    if (field.type === 'secret') input.secrets[field.key] = textOf(value);
    else input.settings[field.key] = value;
  }
  return input;
}

/** The draft with one value changed; `undefined` takes it away. */
export function withValue(draft: ConnectionDraft, key: string, value: Json | undefined): ConnectionDraft {
  const { [key]: _, ...rest } = draft.values;
  return { ...draft, values: value === undefined ? rest : { ...rest, [key]: value } };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
