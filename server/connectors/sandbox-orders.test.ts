import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import { compileMapping } from '#flow/mapping/compile.ts';
import { orderToInvoice } from '#flow/mapping/order-to-invoice.ts';
import { sampleOrders } from './shopify/fake/orders/samples.ts';
import { orderPlaced } from './shopify/order-placed/index.ts';
import { storefront } from './shopify/testing.ts';
import { deliver, hookRequest, messageOf } from './testing/bench.ts';
import { createInvoice, createInvoiceManifest } from './xero/create-invoice/index.ts';
import { ledger } from './xero/testing.ts';

const mapping = compileMapping(orderToInvoice, createInvoiceManifest.input);
const hook = 'http://127.0.0.1:3000/hooks/abc';

describe('every order of the sandbox shop', () => {
  it.each(sampleOrders)('$key: webhook, map and invoice come to the order’s total', async ({ key }) => {
    const shop = storefront();
    await orderPlaced.rehearse?.(hook, shop.ctx, key);
    const [webhook] = shop.deps.sent;
    const raw = new Uint8Array((await webhook?.arrayBuffer()) ?? []);
    const request = hookRequest(raw, Object.fromEntries(webhook?.headers ?? []));
    const received = await orderPlaced.receive?.(request, shop.ctx);
    const [message] = received?.kind === 'messages' ? received.messages : [];
    if (!message) throw new Error(`the trigger refused the webhook: ${JSON.stringify(received)}`);

    const order = parseJson(message.body);
    const outcome = await mapping.run(order, { now: '2026-11-23T09:00:00Z', zone: 'Europe/Berlin' });
    if (!outcome.ok) throw new Error(outcome.troubles.map((trouble) => trouble.message).join(' '));

    const books = ledger();
    await deliver(createInvoice, messageOf(outcome.value, { key: message.key }), books);
    const [invoice] = await books.invoices();
    expect(new Decimal(invoice.Total).toFixed(2)).toBe((order as { total_price: string }).total_price);
  });
});
