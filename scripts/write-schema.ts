import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { currentFormat, edgeSchema, flowSchema, nodeSchema } from '#flow/flow.ts';
import { mappingSchema, rowSchema } from '#flow/mapping/document.ts';

/** Where the published JSON Schema of a flow lies. `npm run schema` writes it; with `--check` it is only compared. */
export const schemaFile = new URL('../docs/flow.schema.json', import.meta.url);

/** The published schema as text: draft 2020-12, made from the zod schemas that open a flow. */
export function flowSchemaText(): string {
  const named = z.registry<{ id?: string; description?: string }>();
  named.add(nodeSchema, { id: 'node' });
  named.add(edgeSchema, { id: 'edge' });
  named.add(nodeSchema.shape.config, {
    description: 'Fields of the operation. A map keeps its mapping here; that is $defs/mapping.',
  });
  named.add(mappingSchema, { id: 'mapping' });
  named.add(rowSchema, { id: 'row' });
  const { $defs, properties } = z.toJSONSchema(z.strictObject({ flow: flowSchema, mapping: mappingSchema }), {
    target: 'draft-2020-12',
    unrepresentable: 'any',
    metadata: named,
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:wheelwright:flow:${currentFormat}`,
    title: `Wheelwright flow, format ${currentFormat}`,
    ...(properties?.flow as object),
    $defs,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.main) {
  if (!process.argv.includes('--check')) writeFileSync(schemaFile, flowSchemaText());
  else if (readFileSync(schemaFile, 'utf8') !== flowSchemaText()) {
    console.error('docs/flow.schema.json is not what flow/flow.ts says. Run `npm run schema` and commit the file.');
    process.exit(1);
  }
}
