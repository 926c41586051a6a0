import { describe, expect, it } from 'vitest';
import { testCatalog } from '../testing/catalog.ts';
import { draw } from '../testing/draw.ts';
import { countFlow } from './count.ts';

const connected = (connection: string) => ({ connection });

describe('a drawn flow', () => {
  it.each<[string, string, Parameters<typeof draw>[1], string[], string[]]>([
    ['is counted from trigger to action', 'order > map > invoice', {}, ['shopify', 'xero'], ['shopify–xero']],
    ['counts nothing where nothing is drawn', '', {}, [], []],
    ['counts no connection where none is drawn', 'order; invoice', {}, ['shopify', 'xero'], []],
    [
      'counts a pair once, however many paths lead there',
      'order > map > invoice; order > map-2 > invoice-2; order > contact > invoice',
      {},
      ['shopify', 'xero'],
      ['shopify–xero'],
    ],
    [
      'counts a pair once in both directions',
      'order > customer; customer-2 > get-order',
      { 'customer-2': { operation: 'crm.customer-changed' } },
      ['crm', 'shopify'],
      ['crm–shopify'],
    ],
    [
      'counts no pair across a third system',
      'order > pick > invoice',
      {},
      ['shopify', 'warehouse', 'xero'],
      ['shopify–warehouse', 'warehouse–xero'],
    ],
    [
      'leads through logic, routers and error ports',
      'order > map > route; route:big > filter > invoice; route:error > pass > customer',
      {},
      ['crm', 'shopify', 'xero'],
      ['crm–shopify', 'shopify–xero'],
    ],
    [
      'takes two accounts of a connector for two systems',
      'order > map > get-order',
      { order: connected('shop-de'), 'get-order': connected('shop-fr') },
      ['shop-de', 'shop-fr'],
      ['shop-de–shop-fr'],
    ],
    [
      'takes a node without connection for the only account of its connector',
      'order > get-order > map > invoice',
      { order: connected('shop-de') },
      ['shop-de', 'xero'],
      ['shop-de–xero'],
    ],
    [
      'takes it for a system of its own where there are several accounts',
      'order > invoice; order-2 > invoice; order-3 > invoice',
      { order: connected('shop-de'), 'order-2': connected('shop-fr') },
      ['shop-de', 'shop-fr', 'shopify', 'xero'],
      ['shop-de–xero', 'shop-fr–xero', 'shopify–xero'],
    ],
    [
      'counts a webhook’s sender, but neither a schedule nor a broker',
      'hook > map > broker > invoice; tick > customer',
      {},
      ['crm', 'webhook', 'xero'],
      ['webhook–xero'],
    ],
    [
      'does not hang in a circle',
      'order > map > pass > map; pass > invoice',
      {},
      ['shopify', 'xero'],
      ['shopify–xero'],
    ],
    [
      'leaves out nodes of unknown operations',
      'order > rocket > invoice',
      { rocket: { operation: 'acme.rocket' } },
      ['shopify', 'xero'],
      ['shopify–xero'],
    ],
  ])('%s', (_title, drawing, change, systems, pairs) => {
    const counts = countFlow(draw(drawing, change), testCatalog);
    expect(counts.accounts).toEqual(systems);
    expect(counts.pairs.map((pair) => pair.join('–'))).toEqual(pairs);
    expect(counts).toMatchObject({
      systems: systems.length,
      connections: pairs.length,
      spokes: systems.length,
      topology: 'drawn',
    });
  });
});
