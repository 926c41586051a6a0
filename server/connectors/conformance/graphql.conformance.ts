import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type IntrospectionQuery, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as queries from '../shopify/queries.ts';
import { dataFile } from '../testing/contract-data.ts';

const file = `shopify/admin_graphql_introspection_${queries.apiVersion}.json.gz`;
const introspection = JSON.parse(gunzipSync(dataFile(file)).toString('utf8')) as
  | IntrospectionQuery
  | { data: IntrospectionQuery };
// The vendor deprecates fields that their interfaces do not; only our queries are checked here.
const schema = buildClientSchema('data' in introspection ? introspection.data : introspection, {
  assumeValid: true,
});
const documents = Object.entries(queries).filter(([name]) => /Query$|Mutation$/.test(name));

describe('Shopify’s schema', () => {
  it('is asked about every query there is', () => {
    expect(documents.length).toBe(Object.keys(queries).length - 1);
  });

  it.each(documents)('takes %s', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});
