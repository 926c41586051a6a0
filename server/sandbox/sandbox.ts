import type { Fake, FakeDeps } from '../connectors/fake.ts';
import { createShopifyFake } from '../connectors/shopify/fake/shopify-fake.ts';
import { createXeroFake } from '../connectors/xero/fake/xero-fake.ts';
import type { Orm } from '../db.ts';
import { reasonOf } from '../store/reason.ts';
import { sandboxStore } from '../store/sandbox.ts';

export const sandboxSystems = ['shopify', 'xero'] as const;
export type SandboxSystem = (typeof sandboxSystems)[number];

/** The systems a newcomer runs against: the connectors' own fakes, with what they were told kept in the database. */
export interface Sandbox {
  fakes: Record<SandboxSystem, Fake>;
  /** What the sandbox connections are made with. */
  credentials: SandboxCredentials;
  /** One of the sandbox's own verbs, as JSON. @throws with the sandbox's words when it refuses */
  control(system: SandboxSystem, method: string, verb: string, body?: unknown): Promise<unknown>;
  stop(): void;
}

export interface SandboxCredentials {
  clientId: string;
  clientSecret: string;
}

/** @param origin where the fakes are mounted, under `/sandbox/<system>` */
export async function openSandbox(orm: Orm, origin: string, warn: (words: string) => void): Promise<Sandbox> {
  const credentials = await ownCredentials(orm);
  const deps = (system: SandboxSystem): FakeDeps => ({
    store: sandboxStore(orm, system),
    now: Date.now,
    random: Math.random,
    send: (request) => fetch(request),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    baseUrl: () => `${origin}/sandbox/${system}`,
  });
  const fakes = {
    shopify: createShopifyFake(deps('shopify'), credentials),
    xero: createXeroFake(deps('xero'), credentials),
  };
  const ticking = setInterval(() => {
    for (const fake of Object.values(fakes))
      fake.tick().catch((error: unknown) => warn(`The sandbox stumbled: ${reasonOf(error)}`));
  }, 1000);
  return {
    fakes,
    credentials,
    async control(system, method, verb, body) {
      const init =
        body === undefined
          ? { method }
          : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const answer = await fakes[system].handle(new Request(`http://sandbox/_control/${verb}`, init));
      const said = (await answer.json()) as { message?: string };
      if (!answer.ok) throw new Error(said.message ?? `The sandbox answered ${answer.status}.`);
      return said;
    },
    stop: () => clearInterval(ticking),
  };
}

/** Made once per installation, so that no two share a secret. */
async function ownCredentials(orm: Orm): Promise<SandboxCredentials> {
  const store = sandboxStore(orm, 'credentials');
  const known = await store.get('app', 'sandbox');
  if (known) return JSON.parse(known) as SandboxCredentials;
  const secret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('hex');
  const made = { clientId: `sandbox-${secret().slice(0, 12)}`, clientSecret: secret() };
  await store.put('app', 'sandbox', JSON.stringify(made));
  return made;
}
