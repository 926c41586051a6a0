import { z } from 'zod';
import { type JsonObject, stringifyJson } from '#flow/json.ts';
import { afterPage, beginAt, type Reach, readWatermark, type Watermark, windowOf } from '#flow/schedule/watermark.ts';
import { type Batch, type PollContext, type ReceivedMessage, Rejected } from '../../contract.ts';
import { askShopify } from '../graphql.ts';
import { withAllLines } from '../order-lines.ts';
import { changedOrdersQuery } from '../queries.ts';

/** An order costs about 62 points, and a query may cost 1,000. */
const pageSize = 10;

/** What the shop's search shows late is seen in the overlap. `updated_at` has whole seconds. */
const reach: Reach = { overlapSeconds: 600, lagSeconds: 60 };
/** The practice shop writes at once; nobody who tries things out waits a minute. */
const sandboxReach: Reach = { overlapSeconds: 600, lagSeconds: 1 };

const page = z.object({
  nodes: z.array(z.looseObject({ id: z.string(), name: z.string(), updatedAt: z.string() })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** Orders by `updated_at`, oldest change first, in windows that end a little before now. */
export async function* readChangedOrders(ctx: PollContext): AsyncIterable<Batch> {
  let mark = readWatermark(ctx.checkpoint);
  if (!mark) {
    mark = beginAt(beginning(ctx));
    yield { messages: [], checkpoint: json(mark) };
  }
  for (let open = windowOf(mark, ctx.now(), ctx.connection.sandbox ? sandboxReach : reach); open; open = mark.window) {
    const query = `updated_at:>='${open.from}' updated_at:<'${open.high}'`;
    const variables = { first: pageSize, after: open.after?.page ?? null, query };
    const { nodes, pageInfo } = page.parse((await askShopify(ctx, changedOrdersQuery, variables)).orders);
    const messages: ReceivedMessage[] = [];
    for (const order of nodes) messages.push(messageOf(await withAllLines(order as JsonObject, order.id, ctx), ctx));
    const last = nodes.at(-1);
    const place = last && { value: last.updatedAt, key: last.id, page: pageInfo.endCursor ?? undefined };
    mark = afterPage(mark, open, place, !pageInfo.hasNextPage);
    yield { messages, checkpoint: json(mark) };
  }
}

/** One message per version of an order. */
function messageOf(order: JsonObject, ctx: PollContext): ReceivedMessage {
  const { id, name, updatedAt } = order as { id: string; name: string; updatedAt: string };
  return {
    sourceId: `${id}@${updatedAt}`,
    key: name,
    headers: { type: 'orders/changed', source: ctx.connection.address, time: updatedAt },
    body: stringifyJson(order),
  };
}

function beginning({ trigger: { config }, now }: PollContext): number {
  const since = typeof config.since === 'string' ? config.since.trim() : '';
  if (since === '') return now();
  const at = Date.parse(since);
  if (Number.isNaN(at))
    throw new Rejected(`“${since}” is no date to begin with.`, {
      field: 'since',
      wayOut: 'Write it as 2026-11-01 under “Begin with changes since”, and publish again.',
    });
  return Math.min(at, now());
}

/** Without what is not there, as it is written. */
function json(mark: Watermark): Batch['checkpoint'] {
  return JSON.parse(JSON.stringify(mark));
}
