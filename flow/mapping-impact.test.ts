import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import type { Mapping, Row } from './mapping/document.ts';
import { touchedBy } from './mapping-impact.ts';
import { testCatalog } from './testing/catalog.ts';
import { draw } from './testing/draw.ts';

const field = (id: string, ...path: string[]): Row => ({
  kind: 'field',
  id,
  target: [id],
  rule: { kind: 'path', from: 'item', path },
});
const mapping = (...rows: Row[]): Mapping => ({ format: 1, rows });

/** order ── map ── map-2 ── invoice */
const chained: Flow = draw('order > map > map-2 > invoice', {
  map: {
    config: {
      mapping: mapping(
        field('who', 'customer', 'email'),
        { ...field('all', 'customer'), ifMissing: { do: 'park' } } as Row,
        { kind: 'field', id: 'code', target: ['code'], rule: { kind: 'expression', code: 'customer.email & name' } },
        {
          kind: 'loop',
          id: 'lines',
          target: ['lines'],
          from: 'root',
          over: ['lines'],
          where: 'open',
          rows: [field('sku', 'sku')],
        },
        field('name', 'name'),
      ) as never,
    },
  },
  'map-2': { config: { mapping: mapping(field('contact', 'who'), field('other', 'name')) as never } },
});
const touched = (path: string[], operation = 'shopify.order-placed') =>
  touchedBy(chained, testCatalog, { operation, path }).map(
    ({ node, target, becomes }) => `${node} ${target}: ${becomes}`,
  );

describe('what breaks when a field goes away', () => {
  it('is every target that reads it, or what is inside it, and what is made of those', () => {
    expect(touched(['customer', 'email'])).toEqual([
      'map who: left out',
      'map code: depends',
      'map-2 contact: left out',
    ]);
    expect(touched(['customer'])).toContain('map all: parked');
  });

  it('is a list, which speaks for all in it, or a field of its elements', () => {
    expect(touched(['lines'])).toEqual(['map lines: empty list']);
    expect(touched(['lines', '[]', 'open'])).toEqual(['map lines: depends']);
    expect(touched(['lines', '[]', 'sku'])).toEqual(['map lines[].sku: left out']);
  });

  it('is nothing where nobody reads it, or another operation gives it', () => {
    expect(touched(['tags'])).toEqual([]);
    expect(touched(['customer'], 'webhook.received')).toEqual([]);
  });
});
