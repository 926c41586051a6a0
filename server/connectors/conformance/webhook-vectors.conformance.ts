import { describe, expect, it } from 'vitest';
import { orderPlaced } from '../shopify/order-placed/index.ts';
import { benchOf, hookRequest } from '../testing/bench.ts';
import { dataFile, dataJson } from '../testing/contract-data.ts';

interface Vector {
  file?: string;
  body_utf8?: string;
  reserialise?: string;
  secret: string;
  x_shopify_hmac_sha256: string | null;
  expect: 'accept' | 'reject';
  why?: string;
}

const vectors = dataJson<Vector[]>('shopify/webhook_hmac_vectors.json').map((vector, index) => ({
  ...vector,
  title: `${index + 1}: ${vector.file ?? vector.body_utf8}${vector.reserialise ? ' serialised again' : ''} ${vector.why ?? ''}`,
}));

function bytesOf({ file, body_utf8 = '', reserialise }: Vector): Uint8Array {
  const raw = file ? dataFile(`shopify/${file}`) : Buffer.from(body_utf8);
  return reserialise ? Buffer.from(JSON.stringify(JSON.parse(raw.toString('utf8')), null, 2)) : raw;
}

describe('Shopify’s seal', () => {
  it.each(vectors)('vector $title: $expect', (vector) => {
    const { ctx } = benchOf({
      answer: async () => new Response(),
      connection: { secrets: { clientSecret: vector.secret } },
    });
    const headers: Record<string, string> = {
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'jsmith.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    };
    if (vector.x_shopify_hmac_sha256 !== null) headers['x-shopify-hmac-sha256'] = vector.x_shopify_hmac_sha256;
    const received = orderPlaced.receive?.(hookRequest(bytesOf(vector), headers), ctx);
    expect(received).toMatchObject(
      vector.expect === 'accept' ? { kind: 'messages' } : { kind: 'refused', status: 401 },
    );
  });
});
