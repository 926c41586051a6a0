import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import { around, listPath, reshaped } from './reshape.ts';

const line: JsonSchema = { type: 'object', properties: { sku: { type: 'string' } } };
const order: JsonSchema = {
  type: 'object',
  required: ['name', 'lines'],
  properties: { name: { type: 'string' }, lines: { type: 'array', items: line } },
};
const came = { schema: order, sample: { name: '#1', lines: [{ sku: 'A' }, { sku: 'B' }] } };
const split = { to: 'element', path: 'path', keep: 'keep' } as const;
const collect = { to: 'list', as: 'as' } as const;

describe('reshaped', () => {
  it('gives the element of a list, by schema and by sample', () => {
    expect(reshaped(split, { path: 'lines' }, came)).toEqual({ schema: line, sample: { sku: 'A' } });
  });

  it('sets what surrounds the list beside the element’s fields', () => {
    expect(reshaped(split, { path: 'lines[]', keep: 'order' }, came)).toEqual({
      schema: {
        type: 'object',
        properties: {
          sku: { type: 'string' },
          order: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        },
      },
      sample: { sku: 'A', order: { name: '#1' } },
    });
  });

  it('gives a list of what came, under its name', () => {
    expect(reshaped(collect, { as: 'rows' }, { schema: line, sample: { sku: 'A' } })).toEqual({
      schema: { type: 'object', properties: { rows: { type: 'array', items: line } } },
      sample: { rows: [{ sku: 'A' }] },
    });
  });

  it('knows nothing where nothing is known, or the path leads to no list', () => {
    expect(reshaped(split, { path: 'lines' }, {})).toEqual({});
    expect(reshaped(split, { path: 'name' }, came)).toEqual({});
    expect(reshaped(split, {}, came)).toEqual({});
  });
});

it('cuts a list out of what surrounds it, at any depth', () => {
  expect(around({ a: { b: { c: [1], d: 2 }, e: 3 } }, listPath('a.b.c'))).toEqual({ a: { b: { d: 2 }, e: 3 } });
});
