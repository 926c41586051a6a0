import { type FakeDeps, jsonResponse, randomToken, readForm } from '../../fake.ts';

/** What an app created since March 2026 can ask for; the broad scopes of before are refused. */
export const granularScopes = [
  'offline_access',
  'accounting.invoices',
  'accounting.invoices.read',
  'accounting.contacts',
  'accounting.contacts.read',
  'accounting.settings',
  'accounting.settings.read',
  'accounting.payments',
  'accounting.payments.read',
];

export interface XeroApp {
  clientId: string;
  clientSecret: string;
}

export interface AccessToken {
  /** True for a custom connection: one organisation, no tenant header. */
  custom: boolean;
  scope: string;
  expiresAt: number;
}

export interface Tokens {
  /** POST /connect/token */
  endpoint(request: Request): Promise<Response>;
  /** The token behind `Authorization: Bearer …`, or what is wrong with it. */
  bearer(request: Request): Promise<AccessToken | 'missing' | 'unknown' | 'expired'>;
  /** A first pair, as if a user had consented in the browser. */
  consent(scope?: string): Promise<Record<string, unknown>>;
  /** Makes every access token given so far an expired one. */
  expireAll(): Promise<void>;
}

const halfHour = 30 * 60_000;
const sixtyDays = 60 * 86_400_000;

export function xeroTokens(deps: FakeDeps, app: XeroApp): Tokens {
  const { store } = deps;

  const issue = async (custom: boolean, scope: string) => {
    const token = randomToken(deps.random);
    const kept: AccessToken = { custom, scope, expiresAt: deps.now() + halfHour };
    await store.put('access-token', token, JSON.stringify(kept));
    return { access_token: token, expires_in: halfHour / 1000, token_type: 'Bearer', scope };
  };

  const issuePair = async (scope: string) => {
    const refresh = randomToken(deps.random);
    const kept: RefreshToken = { scope, deadAt: deps.now() + sixtyDays };
    await store.put('refresh-token', refresh, JSON.stringify(kept));
    return { ...(await issue(false, scope)), refresh_token: refresh };
  };

  /** A used refresh token stays good for half an hour, in case the answer to its use got lost. */
  const refresh = async (token: string | undefined) => {
    const found = token ? await store.get('refresh-token', token) : undefined;
    if (!token || !found) return refused('invalid_grant');
    const kept: RefreshToken = JSON.parse(found);
    if (deps.now() >= kept.deadAt) return refused('invalid_grant');
    if (!kept.used) {
      const used: RefreshToken = { ...kept, used: true, deadAt: Math.min(kept.deadAt, deps.now() + halfHour) };
      await store.put('refresh-token', token, JSON.stringify(used));
    }
    return jsonResponse(await issuePair(kept.scope));
  };

  return {
    async endpoint(request) {
      const form = await readForm(request);
      const client = credentials(request, form);
      if (client.id !== app.clientId || client.secret !== app.clientSecret) return refused('invalid_client');
      switch (form.grant_type) {
        case 'client_credentials': {
          const scope = form.scope || granularScopes.filter((name) => name !== 'offline_access').join(' ');
          return knownScopes(scope) ? jsonResponse(await issue(true, scope)) : refused('invalid_scope');
        }
        case 'refresh_token':
          return refresh(form.refresh_token);
        default:
          return refused('unsupported_grant_type');
      }
    },
    async bearer(request) {
      const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (!token) return 'missing';
      const found = await store.get('access-token', token);
      if (!found) return 'unknown';
      const kept: AccessToken = JSON.parse(found);
      return deps.now() < kept.expiresAt ? kept : 'expired';
    },
    consent: (scope) => issuePair(scope ?? granularScopes.join(' ')),
    async expireAll() {
      for (const { id, body } of await store.list('access-token'))
        await store.put('access-token', id, JSON.stringify({ ...JSON.parse(body), expiresAt: deps.now() }));
    },
  };
}

/** Whether a token's scopes let it read or write a resource such as `invoices`. */
export function reaches(token: AccessToken, resource: string, writing: boolean): boolean {
  const scopes = token.scope.split(' ');
  return scopes.includes(`accounting.${resource}`) || (!writing && scopes.includes(`accounting.${resource}.read`));
}

interface RefreshToken {
  scope: string;
  deadAt: number;
  used?: boolean;
}

function knownScopes(scope: string): boolean {
  return scope.split(/\s+/).every((name) => granularScopes.includes(name));
}

function credentials(request: Request, form: Record<string, string>): { id?: string; secret?: string } {
  const basic = /^Basic (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!basic) return { id: form.client_id, secret: form.client_secret };
  const [id, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret: secret.join(':') };
}

function refused(error: string): Response {
  return jsonResponse({ error }, error === 'invalid_client' ? 401 : 400);
}
