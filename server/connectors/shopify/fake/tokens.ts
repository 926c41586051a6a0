import { type FakeDeps, jsonResponse, randomToken, readForm } from '../../fake.ts';

export interface ShopifyApp {
  clientId: string;
  clientSecret: string;
  /** A token that never expires, as admin-created apps had; absent when the app must fetch its own. */
  accessToken?: string;
  /** `read_orders` alone shows the last 60 days. */
  scopes: string[];
}

export interface Tokens {
  /** POST /admin/oauth/access_token with client credentials. */
  endpoint(request: Request): Promise<Response>;
  accepts(token: string | null): Promise<boolean>;
  /** Ends every token that was fetched; the static one stays. */
  expireAll(): Promise<void>;
}

const lifetimeMs = 24 * 3_600_000;

export function shopifyTokens(deps: FakeDeps, app: ShopifyApp): Tokens {
  const { store } = deps;
  return {
    async endpoint(request) {
      const form = await readForm(request);
      if (form.grant_type !== 'client_credentials') return jsonResponse({ error: 'unsupported_grant_type' }, 400);
      if (form.client_id !== app.clientId || form.client_secret !== app.clientSecret)
        return jsonResponse({ error: 'invalid_client', error_description: 'Client id or secret is wrong.' }, 401);
      const access_token = `shpat_${randomToken(deps.random)}`;
      await store.put('access-token', access_token, String(deps.now() + lifetimeMs));
      return jsonResponse({ access_token, scope: app.scopes.join(','), expires_in: lifetimeMs / 1000 - 1 });
    },
    async accepts(token) {
      if (!token) return false;
      if (token === app.accessToken) return true;
      const expiresAt = await store.get('access-token', token);
      return expiresAt !== undefined && deps.now() < Number(expiresAt);
    },
    async expireAll() {
      for (const { id } of await store.list('access-token')) await store.put('access-token', id, '0');
    },
  };
}
