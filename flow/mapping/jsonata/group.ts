import { assign } from '../path.ts';
import type { Node, Pair } from './node.ts';
import type { Maker, Scope } from './scope.ts';
import { append, isSequence } from './values.ts';
import { AskReference, type Code, type Frame, Refused, spend, type World } from './world.ts';

export type Grouping = (value: unknown, frame: Frame) => object;

interface Group {
  data: unknown;
  pair: number;
}

const reserved = new Set(['_jsonata_lambda', '_jsonata_function']);

/** `{key: value, …}`: the elements that give one key stand together while its value is worked out. */
export function groupingOf(maker: Maker, pairs: Pair[], scope: Scope): Grouping {
  const keys = pairs.map(([key]) => maker.code(key, scope));
  const values = pairs.map(([, value]) => maker.code(value, scope));
  const names = constantNames(pairs);
  const general = generalGrouping(keys, values);
  if (!names) return general;
  // An object that has its fields from the start is filled faster than one that gets them one by one.
  const template = Object.fromEntries(names.map((name) => [name, undefined]));
  return (input, frame) => {
    if (Array.isArray(input)) return general(input, frame);
    const made: Record<string, unknown> = { ...template };
    let isWhole = true;
    for (let index = 0; index < names.length; index++) {
      const value = values[index]!(input, frame);
      made[names[index]!] = value;
      if (value === undefined) isWhole = false;
    }
    return isWhole ? made : withoutNothing(made);
  };
}

const withoutNothing = (made: object): object =>
  Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));

/** Every key is a text, no two are the same, and none is special. */
function constantNames(pairs: Pair[]): string[] | undefined {
  const names = pairs.flatMap(([key]) => (isPlainText(key) ? [key.value as string] : []));
  const isPlain = names.every((name) => name !== '__proto__' && !reserved.has(name));
  return isPlain && names.length === pairs.length && new Set(names).size === names.length ? names : undefined;
}

const isPlainText = (node: Node): boolean => node.type === 'string' && !node.predicate && !node.group;

function generalGrouping(keys: Code[], values: Code[]): Grouping {
  return (input, frame) => {
    const { world } = frame;
    if (Array.isArray(input) && input.length === 0 && !isSequence(input)) {
      // The reference puts an element into the list itself, which later parts of the expression may see.
      throw new AskReference('an object is made of an empty list');
    }
    const items: unknown[] =
      Array.isArray(input) && input.length > 0 ? input : [Array.isArray(input) ? undefined : input];
    const groups = new Map<string, Group>();
    spend(world, items.length * keys.length);
    for (const item of items) {
      for (let pair = 0; pair < keys.length; pair++) {
        const key = keys[pair]!(item, frame);
        if (key === undefined) continue;
        if (typeof key !== 'string') throw new Refused('T1003');
        if (reserved.has(key)) throw new Refused('D1013');
        const known = groups.get(key);
        if (!known) groups.set(key, { data: item, pair });
        else if (known.pair !== pair) throw new Refused('D1009');
        else known.data = together(known.data, item, world);
      }
    }
    const made: Record<string, never> = {};
    for (const [key, { data, pair }] of groups) {
      const value = values[pair]!(data, frame);
      if (value !== undefined) assign(made, key, value as never);
    }
    return made;
  };
}

function together(data: unknown, item: unknown, world: World): unknown {
  if (data === undefined) return item;
  if (item === undefined) return data;
  return append(Array.isArray(data) ? data : [data], item, world);
}
