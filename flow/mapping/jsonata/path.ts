import { type Filter, filterOf } from './filter.ts';
import { groupingOf } from './group.ts';
import type { Node } from './node.ts';
import { type Maker, type Scope, Unsupported } from './scope.ts';
import { sortStep } from './sort.ts';
import {
  emptySequence,
  fieldReader,
  isSequence,
  type List,
  lookup,
  push,
  pushFlat,
  sequenceOf,
  settled,
} from './values.ts';
import { AskReference, type Code, type Frame, Refused, spend, tooLong, type World } from './world.ts';

type Read = (object: object) => unknown;
/** From what the steps so far have found to what this one finds. */
type Walk = (found: unknown[], frame: Frame) => unknown[];

/** `a.b[c].d`: step by step, each over all that the one before has found. */
export function pathOf(maker: Maker, node: Node, scope: Scope): Code {
  const steps = node.steps ?? [];
  for (const step of [node, ...steps]) {
    if (step.tuple || step.focus || step.index || step.ancestor) throw new Unsupported('variables bound along a path');
  }
  if (node.predicate) throw new Unsupported('a filter on a whole path');
  const isPlain = !node.group && !node.keepSingletonArray && !node.keepArray;
  const [first] = steps as [Node];
  if (isPlain && steps.every(isName)) return namesFrom(undefined, steps);
  if (isPlain && first.type === 'variable' && !hasFilters(first) && steps.slice(1).every(isName)) {
    return namesFrom(maker.code(first, scope), steps.slice(1));
  }
  const walks = steps.map((step, index) => walkOf(maker, step, index === steps.length - 1, scope));
  const whole = first.consarray ? maker.code(first, scope) : undefined;
  const grouping = node.group && groupingOf(maker, node.group.lhs, scope);
  return (input, frame) => {
    let found: unknown = Array.isArray(input) && first.type !== 'variable' ? input : sequenceOf(input);
    for (let index = 0; index < walks.length; index++) {
      found = index === 0 && whole ? listOf(whole(found, frame)) : walks[index]!(found as unknown[], frame);
      if (found === undefined || (found as unknown[]).length === 0) break;
    }
    if (node.keepSingletonArray) {
      if (Array.isArray(found) && (found as List).cons && !isSequence(found)) found = sequenceOf(found);
      if (isSequence(found)) (found as List).keepSingleton = true;
    }
    return settled(grouping ? grouping(found, frame) : found, node.keepArray);
  };
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new AskReference('a path begins with a block that gives no list');
  return value;
}

const hasFilters = (node: Node): boolean => Boolean(node.stages || node.predicate || node.group || node.keepArray);
const isName = (node: Node): boolean => node.type === 'name' && !hasFilters(node);

/** Names alone, which most paths are: as long as no list is met, one object after the other. */
function namesFrom(start: Code | undefined, steps: Node[]): Code {
  const reads = steps.map((step) => fieldReader(String(step.value)));
  const count = reads.length;
  if (!start && count === 1) return oneName(reads);
  return (input, frame) => {
    let here = start ? start(input, frame) : input;
    for (let index = 0; index < count; index++) {
      if (typeof here !== 'object' || here === null) return undefined;
      if (Array.isArray(here)) {
        const isOne = (here as List).cons && (index > 0 || start !== undefined);
        return walkNames(isOne ? [here] : here, reads, index, frame.world);
      }
      here = reads[index]!(here);
    }
    return isSequence(here) ? settled(copyOf(here as unknown[])) : here;
  };
}

function oneName(reads: Read[]): Code {
  const [read] = reads as [Read];
  return (input, frame) => {
    if (typeof input !== 'object' || input === null) return undefined;
    if (Array.isArray(input)) return walkNames(input, reads, 0, frame.world);
    const value = read(input);
    return typeof value === 'object' && isSequence(value) ? settled(copyOf(value as unknown[])) : value;
  };
}

function copyOf(list: unknown[]): List {
  const copy: List = list.slice();
  copy.sequence = true;
  return copy;
}

function walkNames(list: unknown[], reads: Read[], from: number, world: World): unknown {
  let found = list;
  for (let index = from; index < reads.length && found.length > 0; index++) {
    found = walkName(found, reads[index]!, index === reads.length - 1, world);
  }
  return found === list && from < reads.length ? undefined : settled(found);
}

function walkName(list: unknown[], read: Read, isLast: boolean, world: World): unknown[] {
  spend(world, list.length);
  const found = emptySequence();
  for (let index = 0; index < list.length; index++) {
    const element = list[index];
    if (typeof element !== 'object' || element === null) continue;
    const value = Array.isArray(element) ? settled(lookup(element, read, world)) : read(element);
    if (Array.isArray(value)) return walkLists(list, read, isLast, world);
    if (value !== undefined) push(found, value, world);
  }
  return found;
}

/** The same where what is found are lists. */
function walkLists(list: unknown[], read: Read, isLast: boolean, world: World): unknown[] {
  const found = new Findings(world, emptySequence());
  for (let index = 0; index < list.length; index++) found.add(settled(lookup(list[index], read, world)));
  return found.list(isLast);
}

/** What one step finds, lists taken apart; but a list that is all the last step finds stays as it is. */
class Findings {
  private readonly found: List;
  private readonly world: World;
  private only: unknown[] | undefined;
  private count: number;

  constructor(world: World, found: List) {
    this.found = found;
    this.world = world;
    this.only = undefined;
    this.count = found.length;
  }

  add(value: unknown): void {
    if (value === undefined) return;
    this.count += 1;
    if (this.count === 1 && Array.isArray(value)) {
      this.only = value;
      return;
    }
    if (this.only) {
      pushFlat(this.found, this.only, this.world);
      this.only = undefined;
    }
    pushFlat(this.found, value, this.world);
  }

  list(isLast: boolean): unknown[] {
    if (!this.only) return this.found;
    if (isLast && !isSequence(this.only)) return this.only;
    pushFlat(this.found, this.only, this.world);
    return this.found;
  }
}

function walkOf(maker: Maker, step: Node, isLast: boolean, scope: Scope): Walk {
  const filters = (step.stages ?? []).map((stage) => {
    if (stage.type !== 'filter') throw new Unsupported('positions bound along a path');
    return filterOf(maker, stage.expr, scope);
  });
  if (step.type === 'sort') {
    const sort = sortStep(maker, step, scope);
    return (found, frame) => filtered(sort(found, frame), filters, frame) as unknown[];
  }
  if (isName(step)) {
    const read = fieldReader(String(step.value));
    return (found, frame) => walkName(found, read, isLast, frame.world);
  }
  const code = maker.code(step, scope);
  return (found, frame) => {
    const { world } = frame;
    spend(world, found.length);
    const flat = emptySequence();
    for (let index = 0; index < found.length; index++) {
      const result = filtered(code(found[index], frame), filters, frame);
      if (Array.isArray(result)) return walkOn(found, index, result, new Findings(world, flat), frame);
      if (result !== undefined) push(flat, result, world);
    }
    return flat;
  };

  function walkOn(found: unknown[], at: number, first: unknown[], results: Findings, frame: Frame): unknown[] {
    results.add(first);
    for (let index = at + 1; index < found.length; index++) {
      results.add(filtered(code(found[index], frame), filters, frame));
    }
    return results.list(isLast);
  }
}

function filtered(value: unknown, filters: Filter[], frame: Frame): unknown {
  let left = value;
  for (let index = 0; index < filters.length; index++) left = filters[index]!(left, frame);
  return left;
}

/** `*`: every value of an object, lists taken apart. */
export function wildcard(input: unknown, frame: Frame): unknown {
  let here = input;
  if (Array.isArray(here) && (here as List).outerWrapper && here.length > 0) here = here[0];
  const found = emptySequence();
  if (Array.isArray(here) && Object.keys(here).length > here.length) throw new AskReference('marks of a list are read');
  if (typeof here === 'object' && here !== null) {
    const values: unknown[] = Object.values(here);
    spend(frame.world, values.length);
    let flat: unknown[] = found;
    let isPlain = false;
    for (const value of values) {
      if (Array.isArray(value)) {
        const parts: unknown[] = [];
        flattened(value, parts, frame.world);
        isPlain = true;
        flat = flat.concat(parts);
        if (flat.length > frame.world.sequence) throw new Refused(tooLong);
      } else if (isPlain) flat.push(value);
      else push(found, value, frame.world);
    }
    if (isPlain) return flat;
  }
  return found;
}

function flattened(list: unknown[], into: unknown[], world: World): void {
  spend(world, list.length);
  for (const element of list) {
    if (Array.isArray(element)) flattened(element, into, world);
    else into.push(element);
  }
}

/** `**`: the value, and everything below it. */
export function descendants(input: unknown, frame: Frame): unknown {
  if (input === undefined) return undefined;
  const found = emptySequence();
  descend(input, found, frame.world);
  return found.length === 1 ? found[0] : found;
}

function descend(value: unknown, found: List, world: World): void {
  if (!Array.isArray(value)) push(found, value, world);
  if (typeof value !== 'object' || value === null) return;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  spend(world, parts.length);
  for (const part of parts) descend(part, found, world);
}
