import type { Catalog } from '#flow/catalog.ts';
import { inPort, outPort } from '#flow/catalog.ts';
import { isObject, type Json } from '#flow/json.ts';
import { child, type Message } from '#flow/run/message.ts';
import { type Action, HeldBack, type Operation, Rejected, Retryable } from '../connectors/contract.ts';

/**
 * A connector for tests of the executor: targets that do as the message says and keep what they got.
 * A body may hold `fail: 'reject' | 'busy' | 'held' | 'silent' | 'bug'` `times`, how often it fails before it
 * works, and `at`, the one node where it fails.
 */
export interface TestTarget {
  catalog: Catalog;
  operation(id: string): Operation | undefined;
  /** Everything that arrived, in order: operation, idempotency key, body. */
  arrived: { node: string; key: string; body: Json }[];
  /** Every effect that was carried out, repeats included: node and message. */
  performed: string[];
}

export function testTarget(): TestTarget {
  const arrived: TestTarget['arrived'] = [];
  const performed: string[] = [];
  const tried = new Map<string, number>();

  const action: Action = {
    kind: 'action',
    prepare: (message, ctx) => ({
      method: 'PUT',
      url: '/',
      headers: { 'idempotency-key': ctx.idempotencyKey(message) },
      body: message.body,
    }),
    async perform(request, message, ctx) {
      const key = ctx.idempotencyKey(message);
      fail(message, tried, ctx.node.id);
      performed.push(`${ctx.node.id} ${message.id}`);
      const before = arrived.find((one) => one.key === key);
      if (!before) arrived.push({ node: ctx.node.id, key, body: request.body ?? null });
      return {
        body: { got: request.body ?? null },
        receipt: { entity: 'thing', sourceKey: message.id, externalId: `x-${key.slice(0, 8)}` },
      };
    },
  };

  const split: Operation = {
    kind: 'step',
    compile: () => (batch) => {
      const outputs = batch.flatMap((message) => {
        const parts = isObject(message.body) && Array.isArray(message.body.parts) ? message.body.parts : [];
        return parts.map((part, i) => child(message, 'split', 'out', i, part));
      });
      const empty = batch.filter((message) => !outputs.some((part) => part.parents.includes(message.id)));
      return { outputs: { out: outputs }, filtered: empty.map((message) => message.id), parked: [] };
    },
  };

  const loses: Operation = { kind: 'step', compile: () => () => ({ outputs: { out: [] }, filtered: [], parked: [] }) };
  const operations: Record<string, Operation> = {
    'test.start': { kind: 'trigger' },
    'test.put': action,
    'test.post': action,
    'test.read': action,
    'test.split': split,
    'test.loses': loses,
  };
  return { catalog, operation: (id) => operations[id], arrived, performed };
}

function fail(message: Message, tried: Map<string, number>, node: string): void {
  if (!isObject(message.body) || message.body.fail === undefined) return;
  if (message.body.at !== undefined && message.body.at !== node) return;
  const key = `${node} ${message.id}`;
  const n = (tried.get(key) ?? 0) + 1;
  tried.set(key, n);
  if (typeof message.body.times === 'number' && n > message.body.times) return;
  switch (message.body.fail) {
    case 'reject':
      throw new Rejected('The target does not know account 4010.', {
        wayOut: 'Add the account, then retry.',
        field: 'account',
        vendor: 'Account code 4010 is not valid',
        status: 400,
      });
    case 'busy':
      throw new Retryable('The target allows no more calls this minute.', { afterSeconds: 58, status: 429 });
    case 'held': {
      const afterSeconds = isObject(message.body) && typeof message.body.after === 'number' ? message.body.after : 30;
      throw new HeldBack('Waits for “Target”: 60 calls a minute.', { connection: 'target', afterSeconds });
    }
    case 'silent':
      throw new Retryable('The target did not answer in 30 s.', { maybeSent: true });
    default:
      throw new TypeError('x is not a function');
  }
}

const one = (
  id: string,
  name: string,
  kind: 'trigger' | 'action' | 'step',
  effect: 'none' | 'read' | 'keyed' | 'unsafe',
) => ({
  id,
  name,
  detail: '',
  summary: name,
  kind,
  effect,
  shape: 'system' as const,
  fields: [],
  inputs: kind === 'trigger' ? [] : [inPort],
  outputs: [outPort],
});

const catalog: Catalog = {
  connectors: [
    {
      id: 'test',
      name: 'Test',
      monogram: 'T',
      group: 'systems',
      operations: [
        one('test.start', 'Start', 'trigger', 'none'),
        one('test.put', 'Put', 'action', 'keyed'),
        one('test.post', 'Post', 'action', 'unsafe'),
        one('test.read', 'Read', 'action', 'read'),
        one('test.split', 'Split', 'step', 'none'),
        one('test.loses', 'Loses', 'step', 'none'),
      ],
    },
  ],
};
