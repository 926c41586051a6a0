import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { diffFlows, unpublishedWords } from './diff.ts';
import { type Change, edit } from './edit.ts';
import { canonicalBehaviour } from './flow.ts';
import { testCatalog } from './testing/catalog.ts';
import { draw } from './testing/draw.ts';

const published = draw('order > map > invoice', { invoice: { config: { accountCode: '200', limit: 5 } } });

describe('a change that was not published', () => {
  it.each<[string, Change[], [string, string][]]>([
    ['nothing', [], []],
    [
      'moving, grouping and noting',
      [
        { kind: 'move-nodes', positions: { map: { x: 8, y: 8 } } },
        { kind: 'group-nodes', nodes: ['map'], name: 'Middle' },
        { kind: 'add-note', note: { text: 'x', x: 0, y: 0, width: 1, height: 1 } },
      ],
      [],
    ],
    [
      'adding a node into an edge',
      [
        {
          kind: 'add-node',
          operation: 'logic.filter',
          name: 'Filter',
          at: { x: 0, y: 0 },
          placing: { into: 'order-map', input: 'in', output: 'out' },
        },
      ],
      [
        ['node-added', '“Filter” was added.'],
        ['edge-added', 'The edge from “Order” to “Filter” was added.'],
        ['edge-added', 'The edge from “Filter” to “Map” was added.'],
        ['edge-removed', 'The edge from “Order” to “Map” was deleted.'],
      ],
    ],
    [
      'deleting a node',
      [{ kind: 'remove-nodes', nodes: ['map'] }],
      [
        ['node-removed', '“Map” was deleted.'],
        ['edge-removed', 'The edge from “Order” to “Map” was deleted.'],
        ['edge-removed', 'The edge from “Map” to “Invoice” was deleted.'],
      ],
    ],
    [
      'an edge drawn again',
      [
        { kind: 'remove-edges', edges: ['order-map'] },
        { kind: 'add-edge', from: { node: 'order', port: 'out' }, to: { node: 'map', port: 'in' } },
      ],
      [],
    ],
    [
      'settings of a node',
      [
        { kind: 'rename-node', node: 'invoice', name: 'Bill' },
        { kind: 'set-connection', node: 'invoice', connection: 'ledger' },
        { kind: 'set-config', node: 'invoice', field: 'accountCode', value: '400' },
        { kind: 'set-config', node: 'invoice', field: 'limit' },
      ],
      [
        ['node-renamed', '“Invoice” is now called “Bill”.'],
        ['connection-changed', '“Bill” uses another connection.'],
        ['field-changed', '“Account code” of “Bill” was changed.'],
        ['field-changed', '“limit” of “Bill” was changed.'],
      ],
    ],
    [
      'the flow itself',
      [
        { kind: 'rename-flow', name: 'Sales' },
        { kind: 'set-pattern', pattern: 'event-driven' },
        { kind: 'set-needs', needs: { eventsPerDay: 90 } },
        { kind: 'set-settings', settings: { keepDays: 7 } },
      ],
      [
        ['flow-renamed', 'The flow is now called “Sales”.'],
        ['pattern-changed', 'The pattern is now event-driven.'],
        ['need-changed', 'The need events per day was changed.'],
        ['setting-changed', 'The setting keep days was changed.'],
      ],
    ],
  ])('%s', (_title, changes, expected) => {
    const draft = changes.reduce(edit, published);
    const found = diffFlows(published, draft, testCatalog);
    expect(found.map(({ kind, words }) => [kind, words])).toEqual(expected);
  });

  it('says where: node, edge and field', () => {
    const draft = edit(published, { kind: 'set-config', node: 'invoice', field: 'accountCode', value: '400' });
    expect(diffFlows(published, draft)).toEqual([
      {
        kind: 'field-changed',
        node: 'invoice',
        field: 'accountCode',
        words: '“accountCode” of “Invoice” was changed.',
      },
    ]);
  });

  it('is none when an edge was drawn again under another id', () => {
    const edges = published.edges.map((edge) => ({ ...edge, id: `${edge.id}-again` }));
    expect(diffFlows(published, { ...published, edges })).toEqual([]);
  });

  it('is none when a number is only written differently', () => {
    const exact = draw('order > map > invoice', { invoice: { config: { accountCode: '200', limit: new Decimal(5) } } });
    expect(diffFlows(published, exact)).toEqual([]);
    expect(canonicalBehaviour(exact)).toBe(canonicalBehaviour(published));
  });

  it.each([
    [0, 'Published'],
    [1, '1 change not published'],
    [3, '3 changes not published'],
  ])('%i of them read as %s', (count, words) => {
    const difference = { kind: 'node-added', words: '' } as const;
    expect(unpublishedWords(Array.from({ length: count }, () => difference))).toBe(words);
  });
});
