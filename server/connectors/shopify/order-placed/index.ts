import { type OperationManifest, outPort } from '#flow/catalog.ts';
import type { Trigger } from '../../contract.ts';
import { receiveOrder, topic } from './receive.ts';
import { sampleOrder } from './sample.ts';
import { orderSchema } from './schema.ts';
import { placeOrder, subscribe } from './subscribe.ts';

export const orderPlacedManifest: OperationManifest = {
  id: 'shopify.order-placed',
  name: 'Order placed',
  detail: topic,
  summary: 'Starts with every new order. Shopify calls this flow within seconds; a repeated call is suppressed.',
  kind: 'trigger',
  effect: 'none',
  shape: 'system',
  fields: [],
  inputs: [],
  outputs: [outPort],
  output: orderSchema,
  sample: sampleOrder,
};

export const orderPlaced: Trigger = { kind: 'trigger', receive: receiveOrder, subscribe, rehearse: placeOrder };
