'use client';

import { useId } from 'react';
import type { Field, OperationManifest } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { isShown } from '#flow/validate/fields.ts';
import { FieldControl } from './field-control.tsx';

/**
 * A form made of fields, for the config of a node and for a connection alike. Text is handed over when the field is left or
 * on Enter, so that the browser's own undo works while typing; choices at once. `undefined` takes a value away.
 */
export function FieldForm({
  fields,
  values,
  onChange,
  problems = [],
  connection,
  secretsSet,
  portsFrom,
  disabled,
}: {
  fields: Field[];
  values: Record<string, Json>;
  onChange: (key: string, value: Json | undefined) => void;
  /** Those whose `where.field` is a key of the form stand under their field. */
  problems?: Problem[];
  /** The connection that live options are read from. */
  connection?: string;
  /** Keys of secrets that are set on the server; their values never come back. */
  secretsSet?: string[];
  /** The `rules` field whose entries each name a way out. */
  portsFrom?: string;
  disabled?: boolean;
}) {
  const id = useId();
  // Only the fields of an operation are looked at; a connection has fields and no operation.
  const shown = fields.filter(
    (field) => field.type !== 'mapping' && isShown(field, { fields } as OperationManifest, { config: values }),
  );
  if (shown.length === 0) return null;
  return (
    <div className="flex flex-col gap-4">
      {shown.map((field) => (
        <FieldControl
          key={field.key}
          id={`${id}-${field.key}`}
          field={field}
          value={values[field.key]}
          onChange={(value) => onChange(field.key, value)}
          problem={problems.find((problem) => problem.where.field === field.key)}
          connection={connection}
          isSet={secretsSet?.includes(field.key)}
          withPorts={field.key === portsFrom}
          disabled={disabled}
        />
      ))}
    </div>
  );
}
