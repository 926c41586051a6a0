'use client';

import { Braces } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { JsonSchema } from '#flow/catalog.ts';
import { type Json, stringifyJson } from '#flow/json.ts';
import { writeJsonSchema } from '#flow/mapping/json-schema.ts';

/** Copies what is known of a side as a JSON Schema; not there where nothing is known. */
export function CopySchema({ schema, title }: { schema: JsonSchema | undefined; title: string }) {
  if (!schema) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(stringifyJson(writeJsonSchema(schema) as Json, 2));
      toast(`The JSON Schema of ${title} is copied.`, { id: 'mapper-schema' });
    } catch {
      toast('The browser did not let it be copied.', { mark: 'warn', id: 'mapper-schema' });
    }
  };
  return (
    <IconButton size="sm" label={`Copy ${title} as JSON Schema`} className="-mr-1.5" onClick={copy}>
      <Braces size={14} aria-hidden="true" />
    </IconButton>
  );
}
