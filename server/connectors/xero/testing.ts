import type { JsonObject } from '#flow/json.ts';
import { type StillDeps, stillDeps } from '../fake.ts';
import { type Bench, benchOf } from '../testing/bench.ts';
import { createXeroFake } from './fake/xero-fake.ts';

export interface Ledger extends Bench {
  deps: StillDeps;
  /** Every invoice in the fake, newest first, as the vendor shows it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read the vendor's documents freely
  invoices(): Promise<any[]>;
  /** The sandbox's own verbs: `control('PUT', 'accounts/200', { status: 'ARCHIVED' })`. */
  control(method: string, verb: string, body?: unknown): Promise<Response>;
  /** A call to the vendor's surface past the connector, for what others did there. */
  send(method: string, path: string, body: unknown): Promise<Response>;
}

/** For tests: a step of ours connected to a fresh Xero. */
export function ledger(config: JsonObject = {}, settings: JsonObject = {}): Ledger {
  const deps = stillDeps();
  const fake = createXeroFake(deps, { clientId: 'client', clientSecret: 'xero-client-secret' });
  const bench = benchOf({
    answer: (request) => fake.handle(request),
    config,
    now: deps.now,
    connection: { settings: { clientId: 'client', ...settings }, secrets: { clientSecret: 'xero-client-secret' } },
  });
  const control: Ledger['control'] = (method, verb, body) =>
    fake.handle(
      new Request(`http://fake/_control/${verb}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    );
  return Object.assign(bench, {
    deps,
    control,
    async invoices() {
      const answer = await control('GET', 'invoices');
      return ((await answer.json()) as { invoices: unknown[] }).invoices;
    },
    async send(method: string, path: string, body: unknown) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'client',
        client_secret: 'xero-client-secret',
      });
      const granted = await fake.handle(new Request('http://fake/connect/token', { method: 'POST', body: form }));
      const { access_token } = (await granted.json()) as { access_token: string };
      return fake.handle(
        new Request(`http://fake${path}`, {
          method,
          headers: { accept: 'application/json', authorization: `Bearer ${access_token}` },
          body: JSON.stringify(body),
        }),
      );
    },
  });
}

/** A sales invoice of two stools at 19 %, 153.51 in all. */
export function anInvoice(over: JsonObject = {}, line: JsonObject = {}): JsonObject {
  return {
    InvoiceNumber: 'SH-1042',
    Contact: { Name: 'Amelie Brandt', EmailAddress: 'amelie@example.com', ContactNumber: '6940095564' },
    Date: '2026-11-20',
    DueDate: '2026-12-04',
    CurrencyCode: 'EUR',
    LineItems: [
      { Description: 'Oak stool', Quantity: 2, UnitAmount: '64.50', TaxAmount: '24.51', AccountCode: '200', ...line },
    ],
    Total: '153.51',
    ...over,
  };
}
