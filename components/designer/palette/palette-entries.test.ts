import { describe, expect, it } from 'vitest';
import { testCatalog } from '#flow/testing/catalog.ts';
import { paletteEntries, paletteSections, search } from './palette-entries.ts';

const entries = paletteEntries(testCatalog);
const found = (typed: string) => search(entries, typed).map((entry) => entry.id);

describe('the palette', () => {
  it('shows systems with their operations, then starts, logic and structure', () => {
    const sections = paletteSections(testCatalog);
    expect(sections.map((section) => section.name)).toEqual(['Systems', 'Start', 'Logic', 'Structure']);
    expect(sections[0]?.systems[0]).toMatchObject({
      name: 'Shopify',
      entries: [{ name: 'Order placed' }, { name: 'Get order' }],
    });
    expect(sections[3]?.systems.at(-1)?.entries.map((entry) => entry.name)).toEqual(['Note']);
  });

  it('has no start section when nothing starts by itself', () => {
    const systems = testCatalog.connectors.filter((connector) => connector.group === 'systems');
    expect(paletteSections({ connectors: systems }).map((section) => section.name)).toEqual(['Systems', 'Structure']);
  });
});

describe('searching the palette', () => {
  it('gives everything when nothing is typed', () => {
    expect(found('  ')).toHaveLength(entries.length);
  });

  it('puts names before systems and the start of a word before its middle', () => {
    expect(found('order').slice(0, 2)).toEqual(['shopify.order-placed', 'shopify.get-order']);
    expect(found('xero')).toEqual(['xero.create-invoice', 'xero.find-contact']);
  });

  it('asks every word', () => {
    expect(found('xero inv')).toEqual(['xero.create-invoice']);
    expect(found('xero order')).toEqual([]);
  });

  it('takes what is typed as it stands', () => {
    expect(found('(')).toEqual([]);
  });
});
