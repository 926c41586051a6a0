'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { useTRPC } from '#components/trpc.tsx';
import { Select } from '#components/ui/input.tsx';
import type { Field } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';

/** Choices read from the connection while the form is open. A chosen value stays visible also when it cannot be read. */
export function LiveSelect({
  field,
  value,
  onChange,
  connection,
  ...rest
}: Omit<ComponentProps<typeof Select>, 'value' | 'onChange'> & {
  field: Field;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  connection: string | undefined;
}) {
  const trpc = useTRPC();
  const options = useQuery(
    trpc.connections.options.queryOptions(connection && field.live ? { id: connection, name: field.live } : skipToken, {
      staleTime: 60_000,
    }),
  );
  const chosen = typeof value === 'string' ? value : typeof field.default === 'string' ? field.default : '';
  const offered = [...(field.options ?? []), ...(options.data ?? [])];
  const known = offered.some((option) => option.value === chosen);
  return (
    <>
      <Select {...rest} value={chosen} onChange={(event) => onChange(event.target.value || undefined)}>
        <option value="">{options.isLoading ? 'Reading…' : field.required ? 'Choose…' : 'None'}</option>
        {chosen !== '' && !known ? <option value={chosen}>{chosen}</option> : null}
        {offered.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
      {!connection ? <p className="label">Choose a connection first; the choices are read from it.</p> : null}
      {options.error ? (
        <p className="text-label text-warn">The choices could not be read: {options.error.message}</p>
      ) : null}
    </>
  );
}
