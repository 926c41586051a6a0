import { describe, expect, it } from 'vitest';
import { testCatalog } from '#flow/testing/catalog.ts';
import { draw } from '#flow/testing/draw.ts';
import { situation, systemsOf, volume } from './situation.ts';

describe('a flow in one sentence', () => {
  it.each([
    ['order > map > invoice', '“Order placed” in Shopify leads to “Create invoice” in Xero, through one map.'],
    ['order > invoice', '“Order placed” in Shopify leads to “Create invoice” in Xero.'],
    ['order > map; invoice', '“Order placed” in Shopify leads nowhere yet.'],
    ['map > invoice', 'Nothing starts it yet.'],
    ['', 'Nothing is drawn yet.'],
  ])('%j is %j', (drawing, words) => {
    expect(situation(draw(drawing), testCatalog)).toBe(words);
  });

  it('does not list more than it can say', () => {
    expect(situation(draw('order > invoice; order > customer; order > pick'), testCatalog)).toMatch(/and 2 others\.$/);
  });

  it('names each system once, as messages meet them', () => {
    expect(systemsOf(draw('order > map > contact > invoice'), testCatalog)).toEqual(['Shopify', 'Xero']);
  });
});

describe('volume', () => {
  it('is said only where it is known', () => {
    expect(volume({})).toEqual({ day: null, peak: null });
    expect(volume({ eventsPerDay: 12_000, peakPerMinute: 90 })).toEqual({
      day: '12,000 a day',
      peak: 'peak 90 a minute',
    });
  });
});
