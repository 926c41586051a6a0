import type { Connector } from '../contract.ts';
import { received, receivedManifest } from './received.ts';

/** Anything that can post JSON. The connection holds only the secret that senders sign with. */
export const webhook: Connector = {
  manifest: {
    id: 'webhook',
    name: 'Webhook',
    monogram: 'W',
    group: 'start',
    connection: {
      optional: true,
      fields: [
        {
          key: 'secret',
          label: 'Secret',
          type: 'secret',
          required: true,
          help: 'What the sender signs its deliveries with.',
        },
        {
          key: 'previousSecret',
          label: 'Previous secret',
          type: 'secret',
          help: 'Stays valid beside the new one while the sender changes over.',
        },
      ],
      limits: [],
    },
    operations: [receivedManifest],
  },
  operations: { 'webhook.received': received },
};
