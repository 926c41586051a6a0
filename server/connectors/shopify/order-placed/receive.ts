import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject } from '#flow/json.ts';
import { type HookRequest, type Received, readJsonBody, type TriggerContext } from '../../contract.ts';

export const topic = 'orders/create';

/**
 * One delivery of a webhook. The seal is checked first, over the bytes as they came; the delivery's id is the source id,
 * and the order's name the business key.
 */
export function receiveOrder(request: HookRequest, ctx: TriggerContext): Received {
  if (request.method !== 'POST') return refused(405, `Shopify posts its webhooks; this was ${request.method}.`);
  const header = (name: string) => request.headers[`x-shopify-${name}`] || request.headers[`shopify-${name}`];

  const seal = header('hmac-sha256');
  if (!seal)
    return refused(401, 'The header X-Shopify-Hmac-Sha256 is missing, so nothing proves that Shopify sent this.');
  const { clientSecret, previousClientSecret } = ctx.connection.secrets;
  if (!isSealed(request.raw, seal, [clientSecret, previousClientSecret]))
    return refused(401, 'X-Shopify-Hmac-Sha256 does not fit the body and the client secret of the connection.');

  const webhookId = header('webhook-id');
  const domain = header('shop-domain');
  const named = {
    'API-Version': header('api-version'),
    'Shop-Domain': domain,
    Topic: header('topic'),
    'Webhook-Id': webhookId,
  };
  const missing = Object.entries(named).find(([, value]) => !value)?.[0];
  if (missing) return refused(400, `The header X-Shopify-${missing} is missing.`);
  if (named.Topic !== topic) return refused(400, `This hook takes ${topic}; the delivery is ${named.Topic}.`);
  if (!isOurShop(domain ?? '', ctx.connection.address))
    return refused(401, `The delivery comes from ${domain}, and this hook is for another shop.`);

  const body = readJsonBody(request.raw);
  if ('wrong' in body) return refused(400, body.wrong);
  const name = isObject(body.value) ? body.value.name : undefined;
  const headers = {
    type: topic,
    source: `https://${domain}`,
    time: instantOf(header('triggered-at')) ?? new Date(ctx.now()).toISOString(),
  };
  const key = typeof name === 'string' && name ? name : undefined;
  return { kind: 'messages', messages: [{ sourceId: webhookId, key, headers, body: body.text }] };
}

/** Base64 of HMAC-SHA256. While a secret is being changed, for up to an hour, the one before it counts too. */
function isSealed(raw: Uint8Array, seal: string, secrets: (string | undefined)[]): boolean {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(seal)) return false;
  const given = Buffer.from(seal, 'base64');
  return secrets
    .filter((secret): secret is string => !!secret)
    .map((secret) => timingSafeEqual(createHmac('sha256', secret).update(raw).digest(), given))
    .includes(true);
}

/** One app's secret seals the webhooks of all its shops, so a real shop's address must be the sender's. */
function isOurShop(domain: string, address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return !host.endsWith('.myshopify.com') || host === domain.toLowerCase();
}

function instantOf(text: string | undefined): string | undefined {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function refused(status: 400 | 401 | 405, reason: string): Received {
  return { kind: 'refused', status, reason };
}
