import { type Fake, type FakeDeps, failureInjector, jsonResponse, oneAtATime } from '../../fake.ts';
import { accounting, type Call, scopeOf } from './accounting.ts';
import { type Answer, notFound, overLimit, postDataInvalid, refusedToken, serverError, write } from './answers.ts';
import { chartOfAccounts } from './chart.ts';
import { contactBook } from './contacts.ts';
import { control } from './control.ts';
import { oncePerKey } from './idempotency.ts';
import { invoiceBook } from './invoices.ts';
import { tenantLimits } from './limits.ts';
import { type Organisation, presentConnection, sandboxOrganisation } from './organisation.ts';
import { reaches, type XeroApp, xeroTokens } from './tokens.ts';

export interface XeroFakeOptions extends XeroApp {
  organisation?: Partial<Organisation>;
}

/**
 * A Xero organisation: `/connect/token`, `/connections` and, under `/api.xro/2.0/`, Invoices, Contacts, Accounts,
 * TaxRates, Organisation and Currencies, with the vendor's validation, rounding, limits and idempotency.
 */
export function createXeroFake(deps: FakeDeps, options: XeroFakeOptions): Fake {
  const organisation = { ...sandboxOrganisation, ...options.organisation };
  const chart = chartOfAccounts(deps.store);
  const contacts = contactBook(deps);
  const invoices = invoiceBook(deps, chart, contacts, organisation);
  const tokens = xeroTokens(deps, options);
  const limits = tenantLimits(deps);
  const failures = failureInjector(deps);
  const answer = accounting(deps, { chart, contacts, invoices, organisation });
  const alone = oneAtATime();

  const vendor = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === 'POST' && pathname === '/connect/token') return tokens.endpoint(request);
    if (request.method === 'GET' && pathname === '/connections') return connections(request);
    const [, resource = '', id] = /^\/api\.xro\/2\.0\/(\w+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    const accept = request.headers.get('accept');
    if (!scopeOf(resource)) return write(notFound(), accept);
    const call = { request, resource, id, body: await request.text() };
    return alone(async () => {
      const refused = await refusal(call);
      if (refused) return write(refused, accept);
      const over = await limits.admit();
      if (over) return overLimit(over);
      return oncePerKey(
        deps.store,
        request,
        call.body,
        async () => write(await answer(call), accept),
        (message) => write(postDataInvalid(message), accept),
      );
    });
  };

  const refusal = async ({ request, resource }: Call): Promise<Answer | undefined> => {
    const token = await tokens.bearer(request);
    if (token === 'expired') return refusedToken(401, 'TokenExpired: the access token has expired.');
    if (typeof token === 'string') return refusedToken(401, 'AuthenticationUnsuccessful');
    if (!reaches(token, scopeOf(resource) ?? '', request.method !== 'GET'))
      return refusedToken(403, `InsufficientScope: ${resource} needs accounting.${scopeOf(resource)}.`);
    const tenant = request.headers.get('xero-tenant-id');
    const reachesTenant = tenant === organisation.tenantId || (tenant === null && token.custom);
    return reachesTenant
      ? undefined
      : refusedToken(403, 'AuthenticationUnsuccessful: the xero-tenant-id header is missing or not yours.');
  };

  const connections = async (request: Request): Promise<Response> => {
    const token = await tokens.bearer(request);
    if (typeof token === 'string')
      return write(refusedToken(401, 'AuthenticationUnsuccessful'), request.headers.get('accept'));
    return jsonResponse([presentConnection(organisation)]);
  };

  return {
    name: 'xero',
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/_control/')) {
        const waitsItsTurn = !pathname.endsWith('/failures');
        const work = () =>
          control(deps, { chart, contacts, invoices, organisation, tokens, limits, failures }, request);
        return waitsItsTurn ? alone(work) : work();
      }
      const limited = pathname.startsWith('/api.xro/');
      const guarded = () =>
        failures.around(
          () => vendor(request),
          ({ status, problem = 'minute', retryAfterSeconds = 5 }) =>
            status === 429
              ? overLimit({ problem, retryAfterSeconds })
              : write(serverError(), request.headers.get('accept')),
        );
      const response = limited ? await limits.inFlight(guarded, async (over) => overLimit(over)) : await guarded();
      if (limited && response.type !== 'error')
        for (const [name, value] of Object.entries(await limits.headers())) response.headers.set(name, value);
      return response;
    },
    tick: async () => undefined,
  };
}
