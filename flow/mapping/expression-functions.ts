import type jsonata from 'jsonata';
import { isNumeric, type Json } from '../json.ts';
import { type Given, type MappingFunction, mappingFunctions } from './functions.ts';
import { distinctOf } from './jsonata/distinct.ts';
import { type AddedFunction, type Library, libraryOf } from './jsonata/library.ts';

/** No variable can have this name, so expressions do not see it. */
export const givenName = 'what is given';

type Focus = jsonata.Focus;

const givenOf = (focus: Focus): Given => focus.environment.lookup(givenName) as Given;

/** Handed to `$map` and its like, one of ours gets the element alone: positions would be taken for further arguments. */
function withGiven(call: MappingFunction['call']): AddedFunction['implementation'] {
  function implementation(this: Focus, first?: Json, second?: Json, third?: Json, fourth?: Json): Json | undefined {
    const value = call(givenOf(this), first, second, third, fourth);
    return typeof value === 'object' && isNumeric(value) ? Number(value) : value;
  }
  return Object.defineProperty(implementation, 'length', { value: 1 });
}

/** Our functions, and JSONata's own that would ask a clock, chance or the machine's time zone. */
const added: AddedFunction[] = [
  ...mappingFunctions.map(({ name, signature, call }) => ({ name, signature, implementation: withGiven(call) })),
  {
    name: 'now',
    signature: '<s?s?:s>',
    implementation(this: Focus, picture?: string, zone?: string) {
      const { now } = givenOf(this);
      if (picture === undefined) return new Date(now).toISOString();
      return builtIn('fromMillis').call(this, Date.parse(now), picture, zone);
    },
  },
  {
    name: 'millis',
    signature: '<:n>',
    implementation(this: Focus) {
      return Date.parse(givenOf(this).now);
    },
  },
  {
    name: 'toMillis',
    signature: '<s-s?:n>',
    implementation(this: Focus, text?: string, picture?: string) {
      const timestamp = new Date(givenOf(this).now);
      const focus = { ...this, environment: { ...this.environment, timestamp } };
      const zoned = picture === undefined && text && /T[\d:.]+$/.test(text) ? `${text}Z` : text;
      return builtIn('toMillis').call(focus, zoned, picture);
    },
  },
  { name: 'distinct', signature: '<x:x>', implementation: (list: unknown) => distinctOf(list) },
  {
    name: 'pad',
    signature: '<s-ns?:s>',
    implementation(this: Focus, text?: string, width?: number, sign?: string) {
      if (Math.abs(width ?? 0) <= widest) return builtIn('pad').call(this, text, width, sign);
      throw new Error(`$pad makes texts of up to ${widest} characters, not of ${width}`);
    },
  },
  ...['random', 'shuffle', 'eval'].map((name) => ({
    name,
    implementation() {
      throw new Error(`$${name} is not available: a mapping must give the same result every time it runs`);
    },
  })),
];

const widest = 100_000;

const reference = libraryOf([]);

function builtIn(name: string): (this: unknown, ...values: unknown[]) => unknown {
  const found = reference.find(name);
  if (!found) throw new Error(`JSONata has no $${name}`);
  return found.implementation;
}

/** Everything an expression of a mapping can call. */
export const expressionLibrary: Library = libraryOf(added);
