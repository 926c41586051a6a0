import { z } from 'zod';
import { type ConnectionContext, Rejected, Retryable } from '../../contract.ts';
import { askShopify } from '../graphql.ts';
import { subscribeMutation, subscriptionsQuery } from '../queries.ts';

const subscriptions = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ uri: z.string() })),
  }),
});

/** Makes sure that the shop calls the hook for every order. Shopify deletes subscriptions that failed too long. */
export async function subscribe(hookUrl: string, ctx: ConnectionContext): Promise<void> {
  if (await isSubscribed(hookUrl, ctx)) return;
  await askShopify(ctx, subscribeMutation, { topic: 'ORDERS_CREATE', webhook: { uri: hookUrl, format: 'JSON' } });
  ctx.log('info', 'Subscribed to orders/create');
}

async function isSubscribed(hookUrl: string, ctx: ConnectionContext): Promise<boolean> {
  const found = subscriptions.parse(await askShopify(ctx, subscriptionsQuery, { uri: hookUrl }));
  return found.webhookSubscriptions.nodes.some(({ uri }) => uri === hookUrl);
}

const placed = z.object({
  order: z.object({ name: z.string(), total: z.string(), currency: z.string() }),
  deliveries: z.array(z.object({ uri: z.string(), status: z.number().nullable(), error: z.string().nullable() })),
});

/** Places one order in the sandbox shop, which then sends its webhooks. `sample` is the key of a sample order. */
export async function placeOrder(
  hookUrl: string,
  ctx: ConnectionContext,
  sample?: string,
): Promise<{ words: string; key?: string }> {
  await subscribe(hookUrl, ctx);
  const { deliveries, ...placed } = await placeSample(ctx, sample);
  const ours = deliveries.find(({ uri }) => uri === hookUrl);
  if (ours && (ours.status ?? 0) >= 300)
    throw new Rejected(`Order ${placed.key} was placed, and this hook refused its webhook with ${ours.status}.`, {
      status: ours.status ?? undefined,
      wayOut: 'Check that the client secret of the connection is the one of the sandbox app.',
    });
  return placed;
}

/** Places one order in the sandbox shop, whoever hears of it. */
export async function placeSample(
  ctx: ConnectionContext,
  sample?: string,
): Promise<{ words: string; key: string; deliveries: z.infer<typeof placed>['deliveries'] }> {
  const reply = await ctx.http({
    method: 'POST',
    url: '/_control/orders',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sample ? { sample } : {}),
  });
  if (reply.status >= 500) throw new Retryable(`The sandbox shop answered ${reply.status}.`, { status: reply.status });
  const answer = reply.status < 300 ? placed.safeParse(JSON.parse(reply.body)) : undefined;
  if (!answer?.success)
    throw new Rejected(`The sandbox shop placed no order (${reply.status}).`, {
      status: reply.status,
      vendor: reply.body.slice(0, 500),
      wayOut: 'Check that the connection’s address is that of the sandbox shop.',
    });
  const { order, deliveries } = answer.data;
  return { words: `Placed order ${order.name} over ${order.total} ${order.currency}`, key: order.name, deliveries };
}
