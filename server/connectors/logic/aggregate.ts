import { createHash } from 'node:crypto';
import { inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import { listBody } from '#flow/mapping/reshape.ts';
import type { Message } from '#flow/run/message.ts';
import type { Step } from '../contract.ts';

export const aggregateManifest: OperationManifest = {
  id: 'logic.aggregate',
  name: 'Aggregate',
  detail: 'many into one',
  summary:
    'Collects what was made of one received message and arrives here together into one message with a list, in the order in which it was split. A part that had to wait, or was retried by a person, comes later and makes a message of its own.',
  kind: 'step',
  effect: 'none',
  shape: 'transform',
  fields: [
    {
      key: 'as',
      label: 'List stands under',
      type: 'text',
      default: 'items',
      placeholder: 'items',
      help: 'The name of the list in the body that goes on.',
    },
  ],
  inputs: [inPort],
  outputs: [outPort],
  reshapes: { to: 'list', as: 'as' },
};

/**
 * A group is what reaches the step in one leg of the run, per received message. Its id, and so every idempotency key behind
 * it, is made of the ids of its members: the same members are the same message on every attempt, and others are another
 * message under another key. That the members are the same after a crash is the executor's promise: it journals what effects
 * came to before it begins another one.
 */
export const aggregate: Step = {
  kind: 'step',
  compile(node) {
    const { as } = node.config;
    const name = typeof as === 'string' && as.trim() !== '' ? as.trim() : 'items';
    return (batch) => {
      const groups = Map.groupBy(batch, (message) => message.root);
      const out = [...groups].map(([root, members]) => collected(root, members.toSorted(byLineage), node.id, name));
      return { outputs: { out }, filtered: [], parked: [] };
    };
  },
};

function collected(root: string, members: Message[], node: string, as: string): Message {
  const ids = members.map((member) => member.id);
  const [first] = members as [Message];
  const { key, ...rest } = first;
  return {
    ...rest,
    ...(members.every((member) => member.key === key) && key !== undefined ? { key } : {}),
    id: `${root}/${node}.out.${membersHash(ids)}`,
    root,
    parents: ids,
    body: listBody(
      members.map((member) => member.body),
      as,
    ),
  };
}

/** Of the set, whatever the order in which its members came. 20 hexadecimal digits: no two groups of one message meet by chance. */
function membersHash(ids: string[]): string {
  return createHash('sha256').update(ids.toSorted().join('\0')).digest('hex').slice(0, 20);
}

/** By the ids, in which a part's place is a number: `…/split.out.2` before `…/split.out.10`. */
function byLineage(one: Message, other: Message): number {
  const [left, right] = [one.id.split('/'), other.id.split('/')];
  for (const [i, segment] of left.entries()) {
    const against = right[i];
    if (against === undefined) return 1;
    if (segment !== against) return bySegment(segment, against);
  }
  return left.length - right.length;
}

function bySegment(one: string, other: string): number {
  const [left, right] = [cut(one), cut(other)];
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return left.place - right.place;
}

function cut(segment: string): { name: string; place: number } {
  const dot = segment.lastIndexOf('.');
  const place = Number(segment.slice(dot + 1));
  return Number.isInteger(place) ? { name: segment.slice(0, dot), place } : { name: segment, place: 0 };
}
