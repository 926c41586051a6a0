import { describe, expect, it } from 'vitest';
import type { Catalog, Field, OperationManifest } from '../catalog.ts';
import { emptyFlow, type Flow } from '../flow.ts';
import type { Json } from '../json.ts';
import { checkMappingNode } from './check-node.ts';
import { mappingEnds } from './ends.ts';

const operation = (id: string, more: Partial<OperationManifest>): OperationManifest => ({
  id,
  name: id,
  detail: '',
  summary: '',
  kind: 'step',
  effect: 'none',
  shape: 'transform',
  fields: [],
  inputs: [],
  outputs: [],
  ...more,
});
const mappingField: Field = { key: 'mapping', label: 'Mapping', type: 'mapping' };

const catalog: Catalog = {
  connectors: [
    {
      id: 'x',
      name: 'X',
      monogram: 'X',
      group: 'systems',
      operations: [
        operation('x.order', {
          kind: 'trigger',
          output: { type: 'object', properties: { name: { type: 'string' } } },
          sample: { name: '#1', total: '1.50' },
        }),
        operation('x.told', { kind: 'trigger', outputFrom: 'schema', sample: { other: 1 } }),
        operation('x.pass', {}),
        operation('x.map', { fields: [mappingField] }),
        operation('x.split', { reshapes: { to: 'element', path: 'path', keep: 'keep' } }),
        operation('x.gather', { reshapes: { to: 'list', as: 'as' } }),
        operation('x.call', { kind: 'action' }),
        operation('x.invoice', {
          kind: 'action',
          input: { type: 'object', required: ['Number'], properties: { Number: { type: 'string' } } },
        }),
      ],
    },
  ],
};

/** `a > b` lines; the node's operation is its id without the digits, its name the id. */
function drawn(lines: string[], config: Record<string, Json> = {}): Flow {
  const edges = lines.map((line, index) => {
    const [from, to] = line.split(' > ') as [string, string];
    const [node, port = 'out'] = from.split(':') as [string, string?];
    return { id: `e${index}`, from: { node, port }, to: { node: to, port: 'in' } };
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]))];
  const nodes = ids.map((id) => ({ id, operation: `x.${id.replace(/\d+$/, '')}`, name: `The ${id}`, config }));
  return { ...emptyFlow('Test'), nodes, edges };
}

describe('mappingEnds', () => {
  it('looks through steps that pass messages on, to the nearest that describes itself', () => {
    const ends = mappingEnds(drawn(['order > pass', 'pass > map', 'map > pass2', 'pass2 > invoice']), catalog, 'map');
    expect(ends.source).toMatchObject({ node: 'order', name: 'The order', sample: { name: '#1' } });
    expect(ends.target).toMatchObject({ node: 'invoice', schema: { required: ['Number'] } });
  });

  it('extends the source’s schema by what its sample shows', () => {
    const { source } = mappingEnds(drawn(['order > map']), catalog, 'map');
    expect(source?.schema?.properties).toEqual({
      name: { type: 'string' },
      total: { type: 'string', format: 'decimal' },
    });
  });

  it('takes the element for the source behind a split, the list behind what collects, through steps that pass on', () => {
    const flow = drawn(['map > pass', 'pass > split', 'split > map2', 'map2 > gather', 'gather > map3'], {
      path: 'lines',
      as: 'all',
      mapping: { format: 1, rows: [{ kind: 'loop', id: 'l', target: ['lines'], from: 'root', over: ['x'], rows: [] }] },
    });
    expect(mappingEnds(flow, catalog, 'map2').source).toMatchObject({ node: 'split', schema: { type: 'object' } });
    expect(mappingEnds(flow, catalog, 'map3').source).toMatchObject({
      node: 'gather',
      schema: { properties: { all: { type: 'array', items: { properties: { lines: { type: 'array' } } } } } },
    });
  });

  it('hides what comes behind a split from the map before it: that is for the element', () => {
    const { target } = mappingEnds(drawn(['order > map', 'map > split', 'split > invoice']), catalog, 'map');
    expect(target).toEqual({ node: 'split', name: 'The split' });
  });

  it('ends at a split that is its own source', () => {
    const { source } = mappingEnds(drawn(['split > split2', 'split2 > split', 'split2 > map']), catalog, 'map');
    expect(source).toMatchObject({ node: 'split2', name: 'The split2' });
  });

  it('stops at an action that does not describe itself, and follows no error port', () => {
    const flow = drawn(['order > call', 'call > map', 'map:error > invoice', 'map > call2', 'call2 > invoice2']);
    const { source, target } = mappingEnds(flow, catalog, 'map');
    expect(source).toEqual({ node: 'call', name: 'The call' });
    expect(target).toEqual({ node: 'call2', name: 'The call2' });
  });

  it('takes the targets of another map as what it gives', () => {
    const mapping: Json = {
      format: 1,
      rows: [
        { kind: 'field', id: 'r1', target: ['A', 'B'], rule: { kind: 'constant', value: 1 } },
        { kind: 'loop', id: 'r2', target: ['Lines'], from: 'root', over: ['lines'], rows: [] },
      ],
    };
    const { source } = mappingEnds(drawn(['map > map2'], { mapping }), catalog, 'map2');
    expect(source?.schema?.properties).toMatchObject({
      A: { properties: { B: { type: 'integer' } } },
      Lines: { type: 'array' },
    });
  });

  it('knows neither end of a map that stands alone, nor loops on a drawing that does', () => {
    expect(mappingEnds({ ...drawn(['map > pass']), edges: [] }, catalog, 'map')).toEqual({});
    expect(mappingEnds(drawn(['map > pass', 'pass > map']), catalog, 'map')).toEqual({});
  });
});

describe('a step with a JSON Schema of its own', () => {
  const told = (schema: Json | undefined): Flow => {
    const flow = drawn(['told > map']);
    const config: Record<string, Json> = schema === undefined ? {} : { schema };
    return { ...flow, nodes: flow.nodes.map((node) => (node.id === 'told' ? { ...node, config } : node)) };
  };

  it('gives what the schema says, references followed, and nothing of the example', () => {
    const day = { type: 'string', format: 'date' } as const;
    const flow = told({ type: 'object', properties: { day: { $ref: '#/$defs/day' } }, $defs: { day } });
    expect(mappingEnds(flow, catalog, 'map').source).toMatchObject({
      schema: { type: 'object', properties: { day } },
    });
    expect(mappingEnds(flow, catalog, 'map').source).not.toHaveProperty('sample');
    expect(mappingEnds(flow, catalog, 'map').source?.schema).toBe(mappingEnds(flow, catalog, 'map').source?.schema);
  });

  it('gives the example where there is none, or only a text that is not finished', () => {
    for (const schema of [undefined, '{"type":']) {
      expect(mappingEnds(told(schema), catalog, 'map').source?.sample).toEqual({ other: 1 });
    }
  });
});

describe('checkMappingNode', () => {
  it('checks the node’s mapping against both ends and names the node', () => {
    const problems = checkMappingNode(drawn(['order > map', 'map > invoice']), catalog, 'map');
    expect(problems).toMatchObject([
      {
        code: 'mapping-required',
        message: 'In “The map”, “Number” is required, and no row fills it.',
        where: { node: 'map', field: 'Number' },
      },
    ]);
  });

  it('tells where a mapping cannot be read', () => {
    const flow = drawn(['order > map'], { mapping: { format: 1, rows: [{ kind: 'field', id: 'r1', target: [] }] } });
    expect(checkMappingNode(flow, catalog, 'map').map(({ code, where }) => [code, where])).toEqual([
      ['mapping-document', { node: 'map', field: 'mapping' }],
      ['mapping-document', { node: 'map', field: 'mapping' }],
    ]);
  });

  it('has nothing to say of nodes without a mapping', () => {
    expect(checkMappingNode(drawn(['order > invoice']), catalog, 'invoice')).toEqual([]);
    expect(checkMappingNode(drawn(['order > nowhere']), catalog, 'nowhere')).toEqual([]);
  });
});
