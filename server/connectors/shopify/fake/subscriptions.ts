import type { FakeDeps } from '../../fake.ts';

/** `ORDERS_CREATE` in the schema, `orders/create` on the wire. */
export interface Subscription {
  id: string;
  topic: string;
  uri: string;
  name: string | null;
  format: 'JSON';
  includeFields: string[];
  apiVersion: string;
  createdAt: number;
  deleted: boolean;
}

export interface SubscriptionInput {
  uri?: string | null;
  format?: 'JSON' | 'XML' | null;
  includeFields?: string[] | null;
  name?: string | null;
}

export interface UserError {
  field: string[] | null;
  message: string;
}

export interface Subscriptions {
  /** The living ones, oldest first. */
  all(): Promise<Subscription[]>;
  create(topic: string, input: SubscriptionInput, apiVersion: string): Promise<Subscription | UserError[]>;
  /** False when there is none with this id. */
  remove(id: string): Promise<boolean>;
}

export function webhookSubscriptions(deps: FakeDeps): Subscriptions {
  const { store } = deps;

  const all = async (): Promise<Subscription[]> => {
    const kept: Subscription[] = (await store.list('subscription')).map(({ body }) => JSON.parse(body));
    return kept.filter(({ deleted }) => !deleted);
  };

  return {
    all,
    async create(topic, input, apiVersion) {
      const errors = addressErrors(input);
      const taken = (await all()).some((each) => each.topic === topic && each.uri === input.uri);
      if (taken)
        errors.push({
          field: ['webhookSubscription', 'uri'],
          message: 'Address for this topic has already been taken',
        });
      if (input.format === 'XML')
        errors.push({ field: ['webhookSubscription', 'format'], message: 'The sandbox shop sends JSON only' });
      if (errors.length) return errors;
      const count = (await store.list('subscription')).length + 1;
      const subscription: Subscription = {
        id: `gid://shopify/WebhookSubscription/${1_830_000_000_000 + count}`,
        topic,
        uri: input.uri ?? '',
        name: input.name ?? null,
        format: 'JSON',
        includeFields: input.includeFields ?? [],
        apiVersion,
        createdAt: deps.now(),
        deleted: false,
      };
      await store.put('subscription', subscription.id, JSON.stringify(subscription));
      return subscription;
    },
    async remove(id) {
      const found = (await all()).find((each) => each.id === id);
      if (found) await store.put('subscription', id, JSON.stringify({ ...found, deleted: true }));
      return found !== undefined;
    },
  };
}

/** `orders/create` for ORDERS_CREATE. */
export function wireTopic(topic: string): string {
  return topic.toLowerCase().replace('_', '/');
}

/** Only https, as at the vendor's; plain http is let through to this very machine, where the sandbox lives. */
function addressErrors({ uri }: SubscriptionInput): UserError[] {
  const field = ['webhookSubscription', 'uri'];
  if (!uri) return [{ field, message: "Address can't be blank" }];
  if (!URL.canParse(uri)) return [{ field, message: 'Address is invalid' }];
  const { protocol, hostname } = new URL(uri);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && loopback)
    ? []
    : [{ field, message: `Address protocol ${protocol}// is not supported` }];
}
