import { z } from 'zod';

/**
 * The contract of a fake: a stand-in for a vendor that keeps the vendor's documented rules. Fakes are the sandbox a
 * newcomer runs against and the other end of every connector test, so they hold no state but what their store holds,
 * and take clock, chance and network as arguments.
 */
export interface Fake {
  /** The vendor's name in lower case, also its folder under the mount: 'shopify', 'xero'. */
  name: string;
  /**
   * Answers one request whose path is relative to the mount: `/admin/api/2026-10/graphql.json`, not `/sandbox/shopify/…`.
   * Paths under `/_control/` are the sandbox's own verbs and no part of the vendor's surface. Never throws for bad input.
   * An answer of type `error` (`Response.error()`) is none: whoever mounts the fake cuts the connection.
   */
  handle(request: Request): Promise<Response>;
  /** Does what is due by the clock, such as webhook retries. The mount calls it about once a second. */
  tick(): Promise<void>;
}

export interface FakeDeps {
  store: FakeStore;
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Posts a webhook to an absolute address. Honours the request's signal; rejects when nobody answers. */
  send(request: Request): Promise<Response>;
  sleep(ms: number): Promise<void>;
  /** Where this fake is mounted, without a slash at the end: `http://127.0.0.1:3000/sandbox/shopify`. */
  baseUrl(): string;
}

/** Where a fake keeps what it was told: survives restarts of the product, in memory in tests. */
export interface FakeStore {
  get(kind: string, id: string): Promise<string | undefined>;
  /** Creates or replaces; a replaced entry keeps its place in the list. */
  put(kind: string, id: string, body: string): Promise<void>;
  /** Oldest first. */
  list(kind: string): Promise<{ id: string; body: string }[]>;
  /** Forgets every kind. */
  clear(): Promise<void>;
}

export function memoryStore(): FakeStore {
  const kinds = new Map<string, Map<string, string>>();
  return {
    get: async (kind, id) => kinds.get(kind)?.get(id),
    put: async (kind, id, body) => {
      const entries = kinds.get(kind) ?? new Map<string, string>();
      kinds.set(kind, entries.set(id, body));
    },
    list: async (kind) => [...(kinds.get(kind) ?? [])].map(([id, body]) => ({ id, body })),
    clear: async () => kinds.clear(),
  };
}

/** What a caller meets instead of the answer: a refusal, or a connection cut `dropped` before the call is acted on, `lost` after. */
const meets = z.union([z.literal(429), z.literal(500), z.literal('dropped'), z.literal('lost')]);

const failure = z.object({
  status: meets,
  /** What a 429 tells the caller to wait; each vendor has its own default. */
  retryAfterSeconds: z.number().int().positive().optional(),
  /** The vendor's word for the limit that was hit, such as Xero's `minute` or `day`. */
  problem: z.string().optional(),
  /** True: the call is carried out and only its answer is replaced, as when a gateway gives up after the write. */
  afterSuccess: z.boolean().optional(),
});

const failureSettings = z.object({
  /** Added to every vendor call. */
  latencyMs: z.number().int().min(0).max(600_000).default(0),
  /** The next `count` calls fail; counts down. */
  failNext: failure
    .extend({ count: z.number().int().min(0) })
    .nullable()
    .default(null),
  /** Each call fails with this chance. */
  failRate: failure
    .extend({ percent: z.number().min(0).max(100) })
    .nullable()
    .default(null),
});

export type Failure = z.infer<typeof failure>;
/** A failure that the vendor says in words of its own. */
export type Refusal = Failure & { status: 429 | 500 };
export type FailureSettings = z.infer<typeof failureSettings>;

export interface FailureInjector {
  settings(): Promise<FailureSettings>;
  /** One vendor call under the present settings; `refuse` dresses a failure in the vendor's own words and headers. */
  around(work: () => Promise<Response>, refuse: (failure: Refusal) => Response): Promise<Response>;
  /** GET reads the settings, PUT replaces them, DELETE clears them; each answers with what then holds. */
  control(request: Request): Promise<Response>;
}

/** Makes a fake fail on command. The settings live in the store, so they outlast a restart. */
export function failureInjector(deps: FakeDeps): FailureInjector {
  const alone = oneAtATime();
  const settings = async () => failureSettings.parse(JSON.parse((await deps.store.get('control', 'failures')) ?? '{}'));
  const keep = (next: FailureSettings) => deps.store.put('control', 'failures', JSON.stringify(next));

  const due = async (now: FailureSettings): Promise<Failure | undefined> => {
    if (now.failNext && now.failNext.count > 0) {
      await keep({ ...now, failNext: { ...now.failNext, count: now.failNext.count - 1 } });
      return now.failNext;
    }
    return now.failRate && deps.random() * 100 < now.failRate.percent ? now.failRate : undefined;
  };

  return {
    settings,
    async around(work, refuse) {
      const { present, failing } = await alone(async () => {
        const present = await settings();
        return { present, failing: await due(present) };
      });
      if (present.latencyMs > 0) await deps.sleep(present.latencyMs);
      if (!failing) return work();
      const { status } = failing;
      if (failing.afterSuccess || status === 'lost') await work();
      return status === 'dropped' || status === 'lost' ? Response.error() : refuse({ ...failing, status });
    },
    control: (request) =>
      alone(async () => {
        if (request.method === 'PUT') {
          const wanted = failureSettings.safeParse(await readJson(request));
          if (!wanted.success) return jsonResponse({ message: z.prettifyError(wanted.error) }, 400);
          await keep(wanted.data);
        } else if (request.method === 'DELETE') {
          await keep(failureSettings.parse({}));
        }
        return jsonResponse(await settings());
      }),
  };
}

/** Lets callers through one after the other, so that reading and then writing the store is one move. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

export function jsonResponse(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

/** The body as JSON; `undefined` when it is empty or no JSON. */
export async function readJson(request: Request): Promise<unknown> {
  return parsed(await request.text());
}

/** The fields of a token request, sent as a form (the standard) or as JSON. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const text = await request.text();
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  const fields = z.record(z.string(), z.string()).safeParse(parsed(text));
  return fields.success ? fields.data : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A version 4 UUID from the injected chance. */
export function randomUuid(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}

/** An opaque token: 32 hexadecimal digits from the injected chance. */
export function randomToken(random: () => number): string {
  return randomUuid(random).replaceAll('-', '');
}

export interface StillDeps extends FakeDeps {
  /** Milliseconds since 1970; a test moves it by hand. */
  clock: { at: number };
  /** What was sent out, in order. */
  sent: Request[];
  /** Whom the fake's webhooks reach; at first somebody who answers 200 to everything. */
  receiver: (request: Request) => Promise<Response>;
}

/** A world for tests: memory for a store, a clock that stands until it is moved (also by sleeping), the same chance every time. */
export function stillDeps(startsAt = Date.parse('2026-11-23T09:00:00Z')): StillDeps {
  let seed = 1;
  const deps: StillDeps = {
    clock: { at: startsAt },
    sent: [],
    receiver: async () => new Response(null, { status: 200 }),
    store: memoryStore(),
    now: () => deps.clock.at,
    // The minimal standard generator of Park and Miller.
    random: () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
    sleep: async (ms) => {
      deps.clock.at += ms;
    },
    send: async (request) => {
      deps.sent.push(request.clone());
      return deps.receiver(request);
    },
    baseUrl: () => 'http://127.0.0.1:3000/sandbox',
  };
  return deps;
}
