import { z } from 'zod';
import { isObject, type JsonObject } from '#flow/json.ts';
import type { ConnectionContext } from '../contract.ts';
import { askShopify } from './graphql.ts';
import { moreLinesQuery } from './queries.ts';

const lines = z.object({
  nodes: z.array(z.custom<JsonObject>()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** The order with its lines as plain lists, however many pages they take. */
export async function withAllLines(order: JsonObject, id: string, ctx: ConnectionContext): Promise<JsonObject> {
  let page = lines.parse(order.lineItems);
  const all = [...page.nodes];
  while (page.pageInfo.hasNextPage && page.pageInfo.endCursor !== null) {
    const more = await askShopify(ctx, moreLinesQuery, { id, after: page.pageInfo.endCursor });
    if (!isObject(more.order)) break;
    page = lines.parse(more.order.lineItems);
    all.push(...page.nodes);
  }
  const shipping = isObject(order.shippingLines) ? (order.shippingLines.nodes ?? []) : [];
  return { ...order, lineItems: all, shippingLines: shipping };
}
