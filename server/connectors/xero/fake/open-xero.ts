import { type StillDeps, stillDeps } from '../../fake.ts';
import { createXeroFake } from './xero-fake.ts';

export interface OpenXero {
  deps: StillDeps;
  /** Any call, JSON in and out; `authorization` is added unless given. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** PUT of one or more invoices. */
  put(invoices: unknown, query?: string): Promise<Answered>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the vendor's documents freely
  body: any;
}

export const app = { clientId: 'client', clientSecret: 'secret' };

/** For tests: a fresh ledger with a standing clock, already connected by client credentials. */
export async function openXero(): Promise<OpenXero> {
  const deps = stillDeps();
  const fake = createXeroFake(deps, app);
  const raw = async (request: Request): Promise<Answered> => {
    const response = await fake.handle(request);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  const tokenForm = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'client',
    client_secret: 'secret',
  });
  const token = await raw(new Request('http://fake/connect/token', { method: 'POST', body: tokenForm }));
  const call: OpenXero['call'] = (method, path, body, headers = {}) =>
    raw(
      new Request(`http://fake${path}`, {
        method,
        headers: { accept: 'application/json', authorization: `Bearer ${token.body.access_token}`, ...headers },
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  return {
    deps,
    call,
    put: (invoices, query = '') => call('PUT', `/api.xro/2.0/Invoices${query}`, { Invoices: [invoices].flat() }),
  };
}

/** A draft sales invoice of one line, 2 × 20.00 without tax, but for what is said otherwise. */
export function anInvoice(over: Record<string, unknown> = {}, line: Record<string, unknown> = {}) {
  return {
    Type: 'ACCREC',
    Contact: { Name: 'Amelie Brandt' },
    Date: '2026-11-23',
    LineItems: [
      { Description: 'Oak stool', Quantity: 2, UnitAmount: 20, AccountCode: '200', TaxType: 'NONE', ...line },
    ],
    ...over,
  };
}
