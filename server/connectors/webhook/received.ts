import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type OperationManifest, outPort } from '#flow/catalog.ts';
import { isNumeric, isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import { digitsOf } from '#flow/mapping/exact.ts';
import { own } from '#flow/mapping/path.ts';
import {
  type HookRequest,
  type Received,
  Rejected,
  Retryable,
  readJsonBody,
  type Trigger,
  type TriggerContext,
} from '../contract.ts';
import { isSigned, signatureOf, signingSchema } from './signature.ts';

const hmac = { field: 'verification', is: ['hmac'] };

export const receivedManifest: OperationManifest = {
  id: 'webhook.received',
  name: 'Webhook received',
  detail: 'POST hook',
  summary: 'Starts when any system posts JSON to the address of this node.',
  kind: 'trigger',
  effect: 'none',
  shape: 'start',
  fields: [
    {
      key: 'verification',
      label: 'Proof of the sender',
      type: 'select',
      required: true,
      default: 'hmac',
      options: [
        { value: 'hmac', label: 'Signature (HMAC) with the secret of the connection' },
        { value: 'none', label: 'None: whoever knows the address may post' },
      ],
    },
    { key: 'header', label: 'Header of the signature', type: 'text', default: 'x-signature-256', when: hmac },
    {
      key: 'algorithm',
      label: 'Algorithm',
      type: 'select',
      default: 'sha256',
      options: ['sha256', 'sha1', 'sha512'].map((value) => ({ value, label: `HMAC-${value.toUpperCase()}` })),
      when: hmac,
    },
    {
      key: 'encoding',
      label: 'Written as',
      type: 'select',
      default: 'hex',
      options: [
        { value: 'hex', label: 'hexadecimal' },
        { value: 'base64', label: 'Base64' },
      ],
      when: hmac,
    },
    { key: 'prefix', label: 'Prefix', type: 'text', placeholder: 'sha256=', when: hmac },
    {
      key: 'idHeader',
      label: 'Header with the id of the delivery',
      type: 'text',
      placeholder: 'x-request-id',
      help: 'What the sender calls this one delivery, and sends again when it tries again.',
    },
    {
      key: 'idPath',
      label: 'Or its path in the body',
      type: 'text',
      placeholder: 'event.id',
      help: 'Used when the header is not set or not sent.',
    },
    {
      key: 'keyPath',
      label: 'Path of the business key',
      type: 'text',
      placeholder: 'order.name',
      help: 'What people call the thing: an order number. Runs are found by it.',
    },
    {
      key: 'dedupe',
      label: 'A delivery is a duplicate when',
      type: 'select',
      default: 'source-id',
      options: [
        { value: 'source-id', label: 'its id was received before' },
        { value: 'content', label: 'exactly the same body was received before' },
        { value: 'none', label: 'never' },
      ],
      help: 'A duplicate is answered like the first, counted, and not run. By its body, two honest events that happen to be equal become one: choose that only where every body differs, such as by a time of its own. Without an id nothing is a duplicate by its id.',
    },
    {
      key: 'dedupeHours',
      label: 'Remembered for, in hours',
      type: 'number',
      default: 720,
      help: 'Longer than the sender tries again. 720 hours are 30 days; at most a year.',
      when: { field: 'dedupe', is: ['source-id', 'content'] },
    },
    {
      key: 'respond',
      label: 'The sender is answered',
      type: 'select',
      default: 'accepted',
      options: [
        { value: 'accepted', label: 'when its message is stored' },
        { value: 'result', label: 'with what the last step gave' },
      ],
      help: 'With the result: each message is a run of its own, and the sender waits. What is filtered answers 200, what is parked 422 with the reason.',
    },
    {
      key: 'timeoutSeconds',
      label: 'Waits at most, in seconds',
      type: 'number',
      default: 10,
      help: '1 to 60. Then it gets 202, the id of the message and the address to ask again at; the message goes on.',
      when: { field: 'respond', is: ['result'] },
    },
    { key: 'sample', label: 'Sample body', type: 'json', help: 'What Run posts to this node.' },
    {
      key: 'schema',
      label: 'JSON Schema of the body',
      type: 'json',
      help: 'Optional. Mappers behind this node show its fields; draft 4 to 2020-12, or a schema of OpenAPI 3.',
    },
  ],
  inputs: [],
  outputs: [outPort],
  outputFrom: 'schema',
  sample: { id: 'evt-1', order: { name: '#1002', total: '19.90' } },
};

const configSchema = signingSchema.extend({
  verification: z.enum(['hmac', 'none']).default('hmac'),
  idHeader: z.string().trim().toLowerCase().default(''),
  idPath: z.string().trim().default(''),
  keyPath: z.string().trim().default(''),
  dedupe: z.enum(['source-id', 'content', 'none']).default('source-id'),
  dedupeHours: z.coerce.number().min(0.01).max(8760).catch(720).default(720),
  respond: z.enum(['accepted', 'result']).default('accepted'),
  timeoutSeconds: z.coerce.number().min(1).max(60).catch(10).default(10),
});

const parsed = new WeakMap<JsonObject, z.infer<typeof configSchema>>();

/** A form leaves null or an empty text where nothing was entered; the default then stands. Parsed once: a version is immutable. */
function configOf(config: JsonObject): z.infer<typeof configSchema> {
  const known = parsed.get(config);
  if (known) return known;
  const read = configSchema.parse(
    Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== '')),
  );
  parsed.set(config, read);
  return read;
}

export const received: Trigger = {
  kind: 'trigger',

  receive(request, ctx) {
    const config = configOf(ctx.trigger.config);
    if (request.method !== 'POST' && request.method !== 'PUT')
      return refused(405, `This hook takes POST or PUT, not ${request.method}.`);
    if (config.verification === 'hmac') {
      const refusal = unproven(request, ctx, config);
      if (refusal) return refusal;
    }
    const body = readJsonBody(request.raw);
    if ('wrong' in body) return refused(400, body.wrong);
    const headers = {
      type: 'webhook.received',
      source: `webhook:${ctx.trigger.id}`,
      time: new Date(ctx.now()).toISOString(),
    };
    const sourceId =
      config.dedupe === 'content'
        ? `sha256:${createHash('sha256').update(request.raw).digest('hex')}`
        : request.headers[config.idHeader] || textAt(body.value, config.idPath);
    const dedupeSeconds = config.dedupe === 'none' ? 0 : Math.round(config.dedupeHours * 3600);
    const key = textAt(body.value, config.keyPath);
    return { kind: 'messages', messages: [{ sourceId, dedupeSeconds, key, headers, body: body.text }] };
  },

  respond(config) {
    const { respond, timeoutSeconds } = configOf(config);
    return respond === 'result' ? { timeoutSeconds } : undefined;
  },

  async rehearse(hookUrl, ctx, sample) {
    const config = configOf(ctx.trigger.config);
    const body = sampleText(sample) ?? stringifyJson(ctx.trigger.config.sample ?? receivedManifest.sample ?? {});
    const raw = new TextEncoder().encode(body);
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const secret = ctx.connection.secrets.secret;
    if (config.verification === 'hmac' && secret) headers[config.header] = signatureOf(raw, secret, config);
    const reply = await ctx.http({ method: 'POST', url: hookUrl, headers, body });
    if (reply.status >= 500) throw new Retryable(`The hook answered ${reply.status}.`, { status: reply.status });
    if (reply.status >= 300)
      throw new Rejected(`The hook refused the sample with ${reply.status}: ${reply.body}`, {
        wayOut: 'Check the proof of the sender and the sample body of the node.',
        status: reply.status,
      });
    return { words: 'Posted the sample body to this hook', key: textAt(parseJson(body), config.keyPath) };
  },
};

function unproven(
  request: HookRequest,
  ctx: TriggerContext,
  config: z.infer<typeof configSchema>,
): Received | undefined {
  const { secret, previousSecret } = ctx.connection.secrets;
  const secrets = [secret, previousSecret].filter((each): each is string => !!each);
  if (secrets.length === 0)
    return refused(401, 'This hook expects a signature, and its connection holds no secret to check it.');
  const given = request.headers[config.header];
  if (!given) return refused(401, `The header ${config.header} with the signature is missing.`);
  if (!isSigned(request.raw, given, secrets, config))
    return refused(401, `The signature in ${config.header} does not fit the body.`);
  return undefined;
}

function refused(status: 400 | 401 | 405, reason: string): Received {
  return { kind: 'refused', status, reason };
}

/** A text or number at a dotted path. */
function textAt(body: Json, path: string): string | undefined {
  if (path === '') return undefined;
  const value = path
    .split('.')
    .reduce<Json | undefined>((here, name) => (isObject(here) ? own(here, name) : undefined), body);
  if (typeof value === 'string') return value || undefined;
  return isNumeric(value) ? digitsOf(value) : undefined;
}

function sampleText(sample: string | undefined): string | undefined {
  if (sample === undefined) return undefined;
  return 'wrong' in readJsonBody(new TextEncoder().encode(sample)) ? undefined : sample;
}
