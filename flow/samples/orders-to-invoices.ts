import { currentFormat, type Flow } from '../flow.ts';
import type { Json } from '../json.ts';
import { orderToInvoice } from '../mapping/order-to-invoice.ts';

/** The first sample: a Shopify order becomes a Xero invoice, point to point. */
export function ordersToInvoices(shop: string, ledger: string): Flow {
  return {
    format: currentFormat,
    name: 'Orders to invoices',
    pattern: 'point-to-point',
    nodes: [
      { id: 'order-placed', operation: 'shopify.order-placed', name: 'Order placed', connection: shop, config: {} },
      {
        id: 'map',
        operation: 'logic.map',
        name: 'Order to invoice',
        config: { mapping: orderToInvoice as unknown as Json },
      },
      {
        id: 'create-invoice',
        operation: 'xero.create-invoice',
        name: 'Create invoice',
        connection: ledger,
        config: {},
      },
    ],
    edges: [
      { id: 'order-placed-map', from: { node: 'order-placed', port: 'out' }, to: { node: 'map', port: 'in' } },
      { id: 'map-create-invoice', from: { node: 'map', port: 'out' }, to: { node: 'create-invoice', port: 'in' } },
    ],
    needs: {
      eventsPerDay: 340,
      peakPerMinute: 6,
      freshnessMinutes: 5,
      purpose: 'operations',
      involvement: 'transformed',
    },
    settings: { order: 'none', keepDays: 30 },
    drawing: {
      positions: { 'order-placed': { x: 96, y: 160 }, map: { x: 400, y: 164 }, 'create-invoice': { x: 680, y: 160 } },
      groups: [],
      notes: [],
    },
  };
}
