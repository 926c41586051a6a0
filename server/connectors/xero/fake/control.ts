import { type FailureInjector, type FakeDeps, jsonResponse, readJson } from '../../fake.ts';
import type { Books } from './accounting.ts';
import type { Limits } from './limits.ts';
import type { Tokens } from './tokens.ts';

export interface Controlled extends Books {
  tokens: Tokens;
  limits: Limits;
  failures: FailureInjector;
}

/** The sandbox's own verbs under `/_control/`; none of them is the vendor's. */
export async function control(deps: FakeDeps, fake: Controlled, request: Request): Promise<Response> {
  const [verb, argument] = new URL(request.url).pathname.replace(/^\/_control\//, '').split('/');
  switch (`${request.method} ${verb}`) {
    case 'GET state':
      return jsonResponse(await state(fake));
    case 'GET invoices': {
      const invoices = (await fake.invoices.all()).toReversed();
      return jsonResponse({ invoices: await Promise.all(invoices.map((each) => fake.invoices.present(each, true))) });
    }
    case 'PUT accounts':
      return setAccount(fake, argument ?? '', await readJson(request));
    case 'POST consent': {
      const scope = (await readJson(request)) as { scope?: string } | undefined;
      return jsonResponse(await fake.tokens.consent(scope?.scope));
    }
    case 'POST expire-tokens':
      await fake.tokens.expireAll();
      return jsonResponse({ expired: true });
    case 'POST reset':
      await deps.store.clear();
      return jsonResponse(await state(fake));
    case 'GET failures':
    case 'PUT failures':
    case 'DELETE failures':
      return fake.failures.control(request);
    default:
      return jsonResponse({ message: `The sandbox has no verb ${request.method} /_control/${verb}.` }, 404);
  }
}

async function state({ organisation, chart, contacts, invoices, limits, failures }: Controlled) {
  const archived = (await chart.accounts()).filter(({ status }) => status === 'ARCHIVED');
  return {
    name: 'xero',
    organisation: organisation.name,
    tenantId: organisation.tenantId,
    baseCurrency: organisation.baseCurrency,
    invoices: (await invoices.all()).length,
    contacts: (await contacts.all()).length,
    archivedAccounts: archived.map(({ code }) => code),
    callsCounted: await limits.state(),
    failures: await failures.settings(),
  };
}

async function setAccount({ chart }: Controlled, code: string, body: unknown): Promise<Response> {
  const status = (body as { status?: unknown } | undefined)?.status;
  if (status !== 'ACTIVE' && status !== 'ARCHIVED')
    return jsonResponse({ message: 'status must be ACTIVE or ARCHIVED.' }, 400);
  if (!(await chart.account(code))) return jsonResponse({ message: `There is no account ${code}.` }, 404);
  await chart.setStatus(code, status);
  return jsonResponse({ code, status });
}
