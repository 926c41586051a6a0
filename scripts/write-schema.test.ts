import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { emptyFlow } from '#flow/flow.ts';
import { emptyMapping } from '#flow/mapping/document.ts';
import { draw } from '#flow/testing/draw.ts';
import { flowSchemaText, schemaFile } from './write-schema.ts';

const text = readFileSync(schemaFile, 'utf8');
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(JSON.parse(text), 'flow');
const accepts = (value: unknown, part = '') => ajv.validate(`flow${part}`, value);

describe('the published schema', () => {
  it('is what the code says (npm run schema writes it)', () => {
    expect(text).toBe(flowSchemaText());
  });

  it('accepts every pinned document and what is drawn', () => {
    const pinned = readFileSync(new URL('../flow/formats/1.json', import.meta.url), 'utf8');
    expect(accepts(JSON.parse(pinned)), ajv.errorsText()).toBe(true);
    expect(accepts(draw('order > map > invoice'))).toBe(true);
  });

  it('knows mappings too', () => {
    expect(accepts(emptyMapping, '#/$defs/mapping')).toBe(true);
    const loop = {
      kind: 'loop',
      id: 'l',
      target: ['A'],
      from: 'root',
      over: ['a'],
      rows: [{ kind: 'field', id: 'f' }],
    };
    expect(accepts({ format: 1, rows: [loop] }, '#/$defs/mapping')).toBe(false);
    expect(accepts({ format: 1, rows: [{ ...loop, rows: [] }] }, '#/$defs/mapping')).toBe(true);
  });

  it.each([
    ['another format', { ...emptyFlow('x'), format: 2 }],
    ['no name', { ...emptyFlow('x'), name: '' }],
    ['a part it does not know', { ...emptyFlow('x'), secret: 'y' }],
    ['an id that is none', { ...emptyFlow('x'), nodes: [{ id: 'Map 1', operation: 'a.b', name: 'x', config: {} }] }],
  ])('refuses %s', (_title, flow) => {
    expect(accepts(flow)).toBe(false);
  });
});
