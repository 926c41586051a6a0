'use client';

import { useId } from 'react';
import { FieldForm } from '#components/fields/field-form.tsx';
import { Input, Labelled } from '#components/ui/input.tsx';
import type { ConnectorManifest } from '#flow/catalog.ts';
import { isShown } from '#flow/validate/fields.ts';
import { type ConnectionDraft, withValue } from './connection-draft.ts';
import { SecretField } from './secret-field.tsx';

/** Name and the connector's own fields. A sandbox connection keeps its address. */
export function ConnectionForm({
  connector,
  draft,
  secretsSet,
  sandbox,
  connection,
  onChange,
}: {
  connector: ConnectorManifest;
  draft: ConnectionDraft;
  secretsSet: string[];
  sandbox: boolean;
  /** Its id once it is kept: live choices are read from it. */
  connection?: string;
  onChange: (draft: ConnectionDraft) => void;
}) {
  const name = useId();
  const fields = connector.connection?.fields ?? [];
  return (
    <div className="flex flex-col gap-4">
      <Labelled label="Name" htmlFor={name} required>
        <Input
          id={name}
          required
          maxLength={80}
          placeholder={`${connector.name}, Nordlicht GmbH`}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Labelled>
      {fields
        .filter((field) => isShown(field, { fields }, { config: draft.values }))
        .map((field) =>
          field.type === 'secret' ? (
            <SecretField
              key={field.key}
              field={field}
              isSet={secretsSet.includes(field.key)}
              value={typeof draft.values[field.key] === 'string' ? String(draft.values[field.key]) : undefined}
              onChange={(value) => onChange(withValue(draft, field.key, value))}
            />
          ) : (
            <FieldForm
              key={field.key}
              fields={[
                { ...field, when: undefined, ...(sandbox && field.key === 'address' ? { type: 'readonly' } : {}) },
              ]}
              values={draft.values}
              connection={connection}
              onChange={(key, value) => onChange(withValue(draft, key, value))}
            />
          ),
        )}
    </div>
  );
}
