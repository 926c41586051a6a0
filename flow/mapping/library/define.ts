import type { Decimal } from 'decimal.js';
import type { Json } from '../../json.ts';
import { asText } from '../convert.ts';
import { exactOf } from '../exact.ts';
import { quoted } from '../found.ts';
import type { Given } from '../functions.ts';
import type { Kind } from '../shape.ts';

/** What a parameter takes, and as what the function has it. */
interface Taken {
  /** Any scalar, written out. */
  text: string;
  /** A number, or a text that holds one. */
  number: number;
  /** The same with all its digits. */
  amount: Decimal;
  boolean: boolean;
  /** A list, or one value as a list of one. */
  list: Json[];
  any: Json;
}

export interface Parameter {
  name: string;
  type: keyof Taken;
  optional?: boolean;
}

export interface MappingFunction {
  name: string;
  group: 'text' | 'number' | 'money' | 'date' | 'list' | 'hash';
  parameters: readonly Parameter[];
  gives: Kind | 'any';
  /** A sentence or two, for the person who writes the expression. */
  summary: string;
  /** Expressions with what they give; `undefined` for nothing. Each is a test. */
  examples: readonly { code: string; gives: Json | undefined }[];
  /** JSONata's notation of the parameters. */
  signature: string;
  /** Nothing in, nothing out: without a value for a parameter that is not optional, the result is nothing. @throws Error in plain words */
  call(given: Given, ...values: (Json | undefined)[]): Json | undefined;
}

type ValuesOf<Parameters extends readonly Parameter[]> = {
  [Place in keyof Parameters]: Parameters[Place]['optional'] extends true
    ? Taken[Parameters[Place]['type']] | undefined
    : Taken[Parameters[Place]['type']];
};

interface Definition<Parameters extends readonly Parameter[]>
  extends Omit<MappingFunction, 'call' | 'signature' | 'parameters'> {
  parameters: Parameters;
  call: (values: ValuesOf<Parameters>, given: Given) => Json | undefined;
}

/** A function from its definition, its arguments turned into what their parameters take. */
export function define<const Parameters extends readonly Parameter[]>(
  definition: Definition<Parameters>,
): MappingFunction {
  const { parameters, call, name } = definition;
  return {
    ...definition,
    signature: signatureOf(parameters, definition.gives),
    call(given, ...values) {
      const taken: unknown[] = [];
      for (let index = 0; index < parameters.length; index++) {
        const parameter = parameters[index]!;
        const value = values[index];
        if (value === undefined || value === null) {
          if (!parameter.optional && parameter.type !== 'any') return undefined;
          taken.push(value ?? undefined);
          continue;
        }
        const found = takers[parameter.type](value);
        if (found === undefined) {
          throw new Error(`$${name} wants ${wanted[parameter.type]} as ${parameter.name}, not ${quoted(value)}`);
        }
        taken.push(found);
      }
      return call(taken as ValuesOf<Parameters>, given);
    },
  };
}

const takers: { [Type in keyof Taken]: (value: Json) => Taken[Type] | undefined } = {
  text: asText,
  number: (value) => (typeof value === 'number' ? value : exactOf(value)?.toNumber()),
  amount: exactOf,
  boolean: (value) =>
    typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined,
  list: (value) => (Array.isArray(value) ? value : [value]),
  any: (value) => value,
};

const wanted: Record<keyof Taken, string> = {
  text: 'a text',
  number: 'a number',
  amount: 'an amount',
  boolean: 'true or false',
  list: 'a list',
  any: 'a value',
};

const letters: Record<keyof Taken, string> = {
  text: '(snbl)',
  number: '(snl)',
  amount: '(snl)',
  boolean: '(sbl)',
  list: 'a',
  any: 'x',
};

const given: Partial<Record<Kind | 'any', string>> = {
  any: 'x',
  integer: 'n',
  decimal: 'n',
  boolean: 'b',
  object: 'o',
  array: 'a',
};

function signatureOf(parameters: readonly Parameter[], gives: Kind | 'any'): string {
  const takes = parameters.map(({ type, optional }) => `${letters[type]}${optional ? '?' : ''}`);
  return `<${takes.join('')}:${given[gives] ?? 's'}>`;
}
