import { isNumeric, type Json } from '../json.ts';
import { sourceReader } from './combine.ts';
import type { FunctionRule } from './document.ts';
import { Fault, type Found } from './found.ts';
import { mappingFunction } from './functions.ts';
import type { Scope } from './run.ts';

/** Calls a function of the library. It gets numbers with all their digits, and what it gives keeps them. */
export function compileFunction(rule: FunctionRule): (scope: Scope) => Found {
  const found = mappingFunction(rule.name);
  if (!found) {
    const fault = new Fault(`there is no function $${rule.name}`, 'Choose a function of the list.', true);
    return () => fault;
  }
  const reads = rule.arguments.map((argument) => {
    if ('path' in argument) return sourceReader(argument);
    const { value } = argument;
    return () => value;
  });
  return (scope) => {
    const values: (Json | undefined)[] = [];
    for (const read of reads) {
      const value = read(scope);
      if (value instanceof Fault) return value;
      values.push(value as Json | undefined);
    }
    try {
      return exactly(found.call(scope.given, ...values));
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return new Fault(message.slice(0, 300), 'Correct the message, or say what else should be written.');
    }
  };
}

const exactly = (value: Json | undefined): Found => {
  if (!isNumeric(value) || typeof value !== 'number' || Number.isFinite(value)) return value;
  return new Fault('the function gives no number', 'Check what goes into it.');
};
