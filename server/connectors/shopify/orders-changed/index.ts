import { type OperationManifest, outPort } from '#flow/catalog.ts';
import { isNumeric, type JsonObject } from '#flow/json.ts';
import type { Trigger } from '../../contract.ts';
import { orderOutput, orderOutputSample } from '../get-order/schema.ts';
import { placeSample } from '../order-placed/subscribe.ts';
import { readChangedOrders } from './read.ts';

const usualMinutes = 5;

export const ordersChangedManifest: OperationManifest = {
  id: 'shopify.orders-changed',
  name: 'Orders changed',
  detail: 'polled',
  summary:
    'Asks the shop now and then for orders that are new or changed, and gives each as it is then. Misses none, also where a webhook got lost.',
  kind: 'trigger',
  start: 'poll',
  effect: 'none',
  shape: 'system',
  fields: [
    {
      key: 'every',
      label: 'Ask every',
      type: 'select',
      default: String(usualMinutes),
      options: [
        { value: '1', label: 'minute' },
        { value: '5', label: '5 minutes' },
        { value: '15', label: '15 minutes' },
        { value: '60', label: 'hour' },
        { value: '1440', label: 'day' },
      ],
      help: 'A change shows a minute later at the earliest, so that none is read half written.',
    },
    {
      key: 'since',
      label: 'Begin with changes since',
      type: 'text',
      placeholder: '2026-11-01',
      help: 'A date. Nothing: since this flow was first published. Counts for the first poll only.',
    },
  ],
  inputs: [],
  outputs: [outPort],
  output: orderOutput,
  sample: orderOutputSample,
};

export const ordersChanged: Trigger = {
  kind: 'trigger',
  poll: readChangedOrders,
  every: secondsOf,
  rehearse: (_hookUrl, ctx, sample) => placeSample(ctx, sample),
};

function secondsOf({ every }: JsonObject): number {
  const minutes = isNumeric(every) || typeof every === 'string' ? Number(every) : usualMinutes;
  return (minutes >= 1 ? minutes : usualMinutes) * 60;
}
