import { z } from 'zod';
import { inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import { isNumeric, isObject, type Json } from '#flow/json.ts';
import { digitsOf } from '#flow/mapping/exact.ts';
import { type Action, Rejected } from '../../contract.ts';
import { askShopify, graphqlPath } from '../graphql.ts';
import { withAllLines } from '../order-lines.ts';
import { orderQuery } from '../queries.ts';
import { orderOutput, orderOutputSample } from './schema.ts';

export const getOrderManifest: OperationManifest = {
  id: 'shopify.get-order',
  name: 'Get order',
  detail: 'order(id)',
  summary: 'Reads an order as it is now, with all its lines.',
  kind: 'action',
  effect: 'read',
  shape: 'system',
  fields: [],
  inputs: [inPort],
  outputs: [outPort],
  input: {
    type: 'object',
    title: 'Which order',
    required: ['id'],
    properties: {
      id: {
        type: 'string',
        title: 'Order id',
        minLength: 1,
        description: 'gid://shopify/Order/… or the number in it.',
      },
    },
  },
  output: orderOutput,
  sample: orderOutputSample,
};

export const getOrder: Action = {
  kind: 'action',

  prepare(message) {
    const id = orderId(message.body);
    return { method: 'POST', url: graphqlPath, headers: {}, body: { query: orderQuery, variables: { id } } };
  },

  async perform(prepared, _message, ctx) {
    const { id } = variables.parse(prepared.body).variables;
    const { order } = await askShopify(ctx, orderQuery, { id });
    if (!isObject(order))
      throw new Rejected(`The shop shows no order ${id}.`, {
        field: 'id',
        wayOut: 'Check the id. Orders of more than 60 days ago are shown only to apps with the scope read_all_orders.',
      });
    return { body: await withAllLines(order, id, ctx) };
  },
};

const variables = z.object({ variables: z.object({ id: z.string() }) });
/** An order's own global id wins over `id`, so that the step also works right behind the trigger. */
function orderId(body: Json): string {
  const { admin_graphql_api_id: global, id } = isObject(body) ? body : {};
  const given = typeof global === 'string' && global ? global : isNumeric(id) ? digitsOf(id) : id;
  if (typeof given === 'string' && /^gid:\/\/shopify\/Order\/\d+$/.test(given)) return given;
  if (typeof given === 'string' && /^\d+$/.test(given)) return `gid://shopify/Order/${given}`;
  throw new Rejected('The message does not say which order to get.', {
    field: 'id',
    wayOut: 'Map the order’s id, or its admin_graphql_api_id, to id before this step.',
  });
}
