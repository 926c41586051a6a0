import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { isObject, stringifyJson } from '#flow/json.ts';
import { connectors } from './catalog.ts';
import { Rejected, Retryable, Unauthorized } from './contract.ts';
import { deliver, troubleIn } from './testing/bench.ts';
import { type Rig, rigs } from './testing/rigs.ts';

/** What every connector promises. A new one is checked by being in the list; its actions need a rig in rigs.ts. */

const operations = connectors.flatMap((connector) =>
  connector.manifest.operations.map((manifest) => ({ id: manifest.id, manifest, connector })),
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);

describe.each(connectors.map((connector) => [connector.manifest.id, connector] as const))(
  'connector %s',
  (id, connector) => {
    const { manifest } = connector;
    const connectionFields = manifest.connection?.fields ?? [];

    it('has functions for exactly the operations in its manifest', () => {
      expect(Object.keys(connector.operations).sort()).toEqual(
        manifest.operations.map((operation) => operation.id).sort(),
      );
    });

    it('has a well-formed id and one or two letters for its plate', () => {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(manifest.monogram).toMatch(/^[A-Z][A-Za-z]?$/);
    });

    it('names each field of its connection once', () => {
      const keys = connectionFields.map((field) => field.key);
      expect(keys).toEqual([...new Set(keys)]);
    });

    it('says of every limit where it was read and when', () => {
      for (const limit of manifest.connection?.limits ?? []) {
        expect(limit.source).toMatch(/^https:\/\//);
        expect(limit.date).toMatch(/^20\d\d-\d\d-\d\d$/);
        expect(limit.calls).toBeGreaterThan(0);
      }
    });

    it('gives live options by every name that a field asks for', () => {
      const asked = manifest.operations.flatMap(({ fields }) => fields.flatMap(({ live }) => live ?? []));
      expect(Object.keys(connector.options ?? {})).toEqual(expect.arrayContaining(asked));
    });

    it('can be tested when it needs a connection', () => {
      const needs = manifest.connection !== undefined && !manifest.connection.optional;
      expect(!needs || connector.test !== undefined).toBe(true);
    });

    it('is data alone, so that the browser can have it', () => {
      expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
    });
  },
);

describe.each(operations)('operation $id', ({ id, manifest, connector }) => {
  const operation = connector.operations[id];

  it('is of the kind its manifest says, under an id of its connector', () => {
    expect(operation?.kind).toBe(manifest.kind);
    expect(id).toMatch(new RegExp(`^${connector.manifest.id}\\.[a-z][a-z0-9-]*$`));
  });

  it('has an effect that fits its kind', () => {
    const fits = manifest.kind === 'action' ? ['read', 'idempotent', 'keyed', 'unsafe'] : ['none'];
    expect(fits).toContain(manifest.effect);
  });

  it('has an input unless it is a trigger, and if it is one starts in the one way its manifest says', () => {
    expect(manifest.inputs.length > 0).toBe(manifest.kind !== 'trigger');
    if (operation?.kind !== 'trigger') return expect(manifest.start).toBeUndefined();
    const { receive, poll, every, schedule, fire } = operation;
    const ways: Record<string, unknown[]> = { hook: [receive], poll: [poll, every], schedule: [schedule, fire] };
    const given = Object.entries(ways).filter(([, functions]) => functions.some(Boolean));
    expect(given.map(([way]) => way)).toEqual([manifest.start ?? 'hook']);
    expect(given.flatMap(([, functions]) => functions)).not.toContain(undefined);
  });

  it('names each field once, and none that is secret: a document is shared, a connection is not', () => {
    const keys = manifest.fields.map((field) => field.key);
    expect(keys).toEqual([...new Set(keys)]);
    expect(manifest.fields.filter((field) => field.type === 'secret')).toEqual([]);
  });

  it('gives a select its options, and defaults that are among them', () => {
    for (const field of manifest.fields.filter(({ type }) => type === 'select')) {
      expect(field.options ?? field.live, field.key).toBeDefined();
      if (field.default !== undefined && field.options)
        expect(field.options.map(({ value }) => value)).toContain(field.default);
    }
  });

  it('depends with a field only on another field of its own', () => {
    const keys = new Set(manifest.fields.map(({ key }) => key));
    expect(manifest.fields.filter(({ when }) => when && !keys.has(when.field))).toEqual([]);
  });

  it('has a sample that its output schema describes', () => {
    if (manifest.sample === undefined || !manifest.output) return;
    const validate = ajv.compile(manifest.output);
    validate(JSON.parse(stringifyJson(manifest.sample)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('describes every field of the message that it requires', () => {
    const required = manifest.input?.required ?? [];
    expect(Object.keys(manifest.input?.properties ?? {})).toEqual(expect.arrayContaining(required));
  });
});

const actions = operations.flatMap(({ id, connector }) => {
  const operation = connector.operations[id];
  return operation?.kind === 'action' ? [{ id, action: operation }] : [];
});

it('has a rig for every action', () => {
  expect(Object.keys(rigs).sort()).toEqual(actions.map(({ id }) => id).sort());
});

describe.each(actions)('action $id', ({ id, action }) => {
  const rig = async (): Promise<Rig> => {
    const make = rigs[id];
    if (!make) throw new Error(`rigs.ts has no rig for ${id}`);
    return make();
  };
  const failing = async (status: number) => {
    const made = await rig();
    const { prepared } = await deliver(action, made.message, made.bench);
    made.bench.receipts.clear();
    await made.fail(status);
    return { ...made, trouble: await troubleIn(action.perform(prepared, made.message, made.bench.ctx)) };
  };

  it('delivers', async () => {
    const { bench, message } = await rig();
    const { body } = await deliver(action, message, bench);
    expect(body).toBeDefined();
  });

  it('prepares the same request on every attempt', async () => {
    const { bench, message } = await rig();
    const first = await action.prepare(message, bench.ctx);
    expect(await action.prepare(message, bench.ctx)).toEqual(first);
  });

  it('shows no secret in what it prepares', async () => {
    const { bench, message } = await rig();
    const shown = stringifyJson({ ...(await action.prepare(message, bench.ctx)) });
    const secrets = Object.values(bench.connection.secrets).filter(Boolean);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(shown).not.toMatch(/"(authorization|x-shopify-access-token)"/i);
  });

  it('changes nothing outside while it prepares', async () => {
    const { bench, message } = await rig();
    await action.prepare(message, bench.ctx);
    const writes = bench.calls.filter(({ method, url }) => method !== 'GET' && !/token$/.test(url));
    expect(writes).toEqual([]);
  });

  it('tries again after 429, and after 500', async () => {
    for (const status of [429, 500]) {
      const { trouble } = await failing(status);
      expect(trouble).toBeInstanceOf(Retryable);
    }
  });

  it('says how long to wait after 429', async () => {
    const { trouble } = await failing(429);
    expect(trouble).toMatchObject({ afterSeconds: expect.any(Number) });
  });

  it('rejects on 400', async () => {
    const { bench, message } = await rig();
    const prepared = await action.prepare(message, bench.ctx);
    bench.interruptions.push(
      ...warmed(bench),
      new Response('{}', { status: 400 }),
      new Response('{}', { status: 400 }),
    );
    const trouble = await troubleIn(action.perform(prepared, message, bench.ctx));
    expect(trouble).toBeInstanceOf(Rejected);
    expect(trouble).toMatchObject({ wayOut: expect.stringMatching(/\w/) });
  });

  it('says of a lost answer that the target may have acted', async () => {
    const { bench, message } = await rig();
    const prepared = await action.prepare(message, bench.ctx);
    bench.interruptions.push(...warmed(bench), 'lost');
    expect(await troubleIn(action.perform(prepared, message, bench.ctx))).toMatchObject({
      name: 'Retryable',
      maybeSent: true,
    });
  });

  it('gives up on credentials that are refused, after one renewal where they can be renewed', async () => {
    const { bench, message, renews } = await rig();
    const prepared = await action.prepare(message, bench.ctx);
    const before = warmed(bench);
    const refused = () => new Response('{}', { status: 401 });
    bench.interruptions.push(...before, refused(), ...(renews ? ['pass' as const, refused()] : []));
    const calls = bench.calls.length;
    expect(await troubleIn(action.perform(prepared, message, bench.ctx))).toBeInstanceOf(Unauthorized);
    expect(bench.calls.length - calls).toBe(before.length + (renews ? 3 : 1));
  });

  it('recovers when the renewed credentials are good', async () => {
    const { bench, message, renews } = await rig();
    if (!renews) return;
    const prepared = await action.prepare(message, bench.ctx);
    bench.interruptions.push(...warmed(bench), new Response('{}', { status: 401 }));
    const { body } = await action.perform(prepared, message, bench.ctx);
    expect(isObject(body)).toBe(true);
  });
});

/** The call that fetches the first token passes, when prepare has not already made it. */
function warmed(bench: Rig['bench']): 'pass'[] {
  const needs = bench.connection.settings.clientId !== undefined;
  return needs && !bench.calls.some(({ url }) => /token$/.test(url)) ? ['pass'] : [];
}
