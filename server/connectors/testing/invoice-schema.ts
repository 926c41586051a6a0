import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { dataFile } from './contract-data.ts';

type Node = { [key: string]: unknown };

/** A check of bodies of `PUT /Invoices` against the vendor's OpenAPI 3.0 document. Gives the errors. */
export function invoiceBodyCheck(): (body: unknown) => ErrorObject[] {
  const document = parse(dataFile('xero/xero_accounting.yaml').toString('utf8')) as {
    components: { schemas: Record<string, Node> };
  };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['double', 'float', 'int32', 'int64', 'binary'])
    if (!ajv.formats[format]) ajv.addFormat(format, true);
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(asJsonSchema(schema) as Node, `#/components/schemas/${name}`);
  const validate = ajv.compile({ $ref: '#/components/schemas/Invoices' });
  return (body) => (validate(body) ? [] : (validate.errors ?? []));
}

/** OpenAPI 3.0's dialect: siblings of `$ref` do not count, `nullable` needs a type, defaults and examples say nothing. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, nullable, default: _default, example: _example, ...rest } = node as Node;
  if (typeof $ref === 'string') return { $ref };
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]));
  return nullable === true && typeof plain.type === 'string' ? { ...plain, type: [plain.type, 'null'] } : plain;
}
