import type { Message } from '#flow/run/message.ts';
import { storefront } from '../shopify/testing.ts';
import { anInvoice, ledger } from '../xero/testing.ts';
import { type Bench, benchOf, messageOf } from './bench.ts';

/** For the conformance tests: an action connected to something that answers, and a message it can deliver. */
export interface Rig {
  bench: Bench;
  message: Message;
  /** Refused credentials are fetched anew once. */
  renews: boolean;
  /** Lets every further call fail, by the fake's failure injector where there is one. */
  fail(status: number): Promise<unknown>;
}

/** By operation id. */
export const rigs: Record<string, () => Promise<Rig>> = {
  'http.request': async () => {
    const bench = benchOf({
      answer: async () => Response.json({ taken: true }),
      config: { method: 'POST', url: '/orders' },
      connection: { settings: { auth: 'bearer' }, secrets: { token: 'bearer-secret' } },
    });
    const headers = { 'retry-after': '2' };
    const fail = async (status: number) => bench.interruptions.push(new Response('{}', { status, headers }));
    return { bench, message: messageOf({ order: '#1002' }), renews: false, fail };
  },

  'shopify.get-order': async () => {
    const bench = storefront();
    const { order } = await bench.control('POST', 'orders', { sample: 'plain', silent: true });
    return { bench, message: messageOf({ id: order.id }), renews: true, fail: failNext(bench.control) };
  },

  'xero.create-invoice': async () => {
    const bench = ledger();
    return { bench, message: messageOf(anInvoice()), renews: true, fail: failNext(bench.control) };
  },

  'xero.find-contact': async () => {
    const bench = ledger();
    return { bench, message: messageOf({ Name: 'Amelie Brandt' }), renews: true, fail: failNext(bench.control) };
  },
};

function failNext(control: (method: string, verb: string, body?: unknown) => Promise<unknown>) {
  return (status: number) => control('PUT', 'failures', { failNext: { status, retryAfterSeconds: 2, count: 99 } });
}
