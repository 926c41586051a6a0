import type { Json, JsonObject } from '../../json.ts';
import { assign } from '../path.ts';
import { mergeSorted } from './sort.ts';
import { emptySequence, isNumber, type List, push, truth } from './values.ts';
import { Refused, spend, type World } from './world.ts';

/** A function handed to one of these, with the number of arguments it looks at. */
export interface Handed {
  (values: unknown[]): unknown;
  arity: number;
}

type HigherOrder = (world: World, values: unknown[]) => unknown;

/** The library's functions that call others; its own would have to be waited for. Arguments are checked before. */
export const higherOrder: Record<string, HigherOrder> = {
  map: (world, [list, call]) => {
    if (!Array.isArray(list)) return undefined;
    const results = emptySequence();
    eachOf(world, list, call as Handed, (result) => {
      if (result !== undefined) push(results, result, world);
    });
    return results;
  },
  filter: (world, [list, call]) => {
    if (!Array.isArray(list)) return undefined;
    const kept = emptySequence();
    eachOf(world, list, call as Handed, (result, element) => {
      if (truth(result)) push(kept, element, world);
    });
    return kept;
  },
  single: (world, [list, call]) => {
    if (!Array.isArray(list)) return undefined;
    const found: unknown[] = [];
    const every: Handed = Object.assign(() => true, { arity: 0 });
    eachOf(world, list, (call as Handed | undefined) ?? every, (result, element) => {
      if (!truth(result)) return;
      if (found.length > 0) throw new Refused('D3138');
      found.push(element);
    });
    if (found.length === 0) throw new Refused('D3139');
    return found[0];
  },
  reduce: (world, [list, call, start]) => {
    if (!Array.isArray(list)) return undefined;
    const { arity } = call as Handed;
    if (arity < 2) throw new Refused('D3050');
    const begins = start === undefined && list.length > 0;
    let result: unknown = begins ? list[0] : start;
    for (let index = begins ? 1 : 0; index < list.length; index++) {
      spend(world, 1);
      const values = [result, list[index]];
      if (arity >= 3) values.push(index);
      if (arity >= 4) values.push(list);
      result = (call as Handed)(values);
    }
    return result;
  },
  each: (world, [object, call]) => {
    const results = emptySequence();
    fieldsOf(world, object, call as Handed, (result) => {
      if (result !== undefined) push(results, result, world);
    });
    return results;
  },
  sift: (world, [object, call]) => {
    const kept: JsonObject = {};
    fieldsOf(world, object, call as Handed, (result, value, name) => {
      if (truth(result)) assign(kept, name, value as Json);
    });
    return Object.keys(kept).length === 0 ? undefined : kept;
  },
  sort: (world, [list, call]) => {
    if (!Array.isArray(list) || list.length <= 1) return list;
    if (call) return mergeSorted(list, (a, b) => Boolean((call as Handed)([a, b])), world);
    const isPlain = list.every(isNumber) || list.every((element) => typeof element === 'string');
    if (!isPlain) throw new Refused('D3070');
    return mergeSorted(list, (a, b) => (a as string) > (b as string), world);
  },
};

function eachOf(world: World, list: List, call: Handed, take: (result: unknown, element: unknown) => void): void {
  for (let index = 0; index < list.length; index++) {
    spend(world, 1);
    const element = list[index];
    take(called(call, element, index, list), element);
  }
}

function fieldsOf(
  world: World,
  object: unknown,
  call: Handed,
  take: (result: unknown, value: unknown, name: string) => void,
): void {
  if (typeof object !== 'object' || object === null) return;
  for (const [name, value] of Object.entries(object)) {
    spend(world, 1);
    take(called(call, value, name, object), value, name);
  }
}

function called(call: Handed, value: unknown, place: unknown, whole: unknown): unknown {
  if (call.arity >= 3) return call([value, place, whole]);
  return call(call.arity === 2 ? [value, place] : [value]);
}
