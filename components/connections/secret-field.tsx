'use client';

import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input, Labelled } from '#components/ui/input.tsx';
import type { Field } from '#flow/catalog.ts';

/** A secret that is set shows only that; Replace asks for a new one, Remove takes it away with the next save. `undefined` leaves it as it is. */
export function SecretField({
  field,
  isSet,
  value,
  onChange,
}: {
  field: Field;
  isSet: boolean;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  const [replacing, setReplacing] = useState(false);
  const removed = isSet && value === '' && !replacing;

  return (
    <Labelled label={field.label} htmlFor={id} required={field.required} help={field.help}>
      {isSet && !replacing ? (
        <div className="flex h-7 items-center gap-2">
          <output id={id} className="data rounded-input border border-line bg-canvas px-2 py-0.5 text-ink-2">
            {removed ? 'removed when saved' : 'set'}
          </output>
          <Button size="sm" onClick={() => setReplacing(true)}>
            Replace
          </Button>
          {removed ? (
            <Button size="sm" look="quiet" onClick={() => onChange(undefined)}>
              Keep
            </Button>
          ) : field.required ? null : (
            <Button size="sm" look="quiet" onClick={() => onChange('')}>
              Remove
            </Button>
          )}
        </div>
      ) : (
        <div className="flex items-center gap-2">
          <Input
            id={id}
            type="password"
            autoComplete="new-password"
            autoFocus={replacing}
            placeholder={replacing ? 'The new value' : field.placeholder}
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
          />
          {replacing ? (
            <Button
              size="sm"
              look="quiet"
              onClick={() => {
                setReplacing(false);
                onChange(undefined);
              }}
            >
              Keep the old one
            </Button>
          ) : null}
        </div>
      )}
    </Labelled>
  );
}
