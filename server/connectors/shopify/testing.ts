import type { JsonObject } from '#flow/json.ts';
import { type StillDeps, stillDeps } from '../fake.ts';
import { type Bench, benchOf } from '../testing/bench.ts';
import { createShopifyFake, type ShopifyFakeOptions } from './fake/shopify-fake.ts';

export interface Storefront extends Bench {
  deps: StillDeps;
  /** The sandbox's own verbs: `control('POST', 'orders', { sample: 'plain' })`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read the sandbox's answers freely
  control(method: string, verb: string, body?: unknown): Promise<any>;
}

export const clientSecret = 'shopify-client-secret';

/** For tests: an operation of ours connected to a fresh shop. */
export function storefront(
  options: Partial<ShopifyFakeOptions> & { secrets?: Record<string, string>; config?: JsonObject } = {},
): Storefront {
  const { secrets = { clientSecret }, config = {}, ...shop } = options;
  const deps = stillDeps();
  const fake = createShopifyFake(deps, { clientId: 'client', clientSecret, ...shop });
  const bench = benchOf({
    answer: (request) => fake.handle(request),
    config,
    now: deps.now,
    connection: { settings: { clientId: 'client' }, secrets },
  });
  return Object.assign(bench, {
    deps,
    async control(method: string, verb: string, body?: unknown) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await fake.handle(new Request(`http://fake/_control/${verb}`, { method, body: text }));
      return answer.json();
    },
  });
}
