import { isNumeric, isObject, type Json } from '../json.ts';
import { digitsOf } from './exact.ts';

/** What a rule or a conversion came to: a value, nothing, trouble, or a value with a remark. */
export type Found = Json | undefined | Fault | Lossy;

/** Why there is no value, in words that follow on from the field's name. A bug is the mapping's own fault, whatever the message. */
export class Fault {
  readonly message: string;
  readonly wayOut: string;
  readonly bug: boolean;

  constructor(message: string, wayOut: string, bug = false) {
    this.message = message;
    this.wayOut = wayOut;
    this.bug = bug;
  }
}

/** A value that was had only by giving something up. */
export class Lossy {
  readonly value: Json;
  readonly message: string;

  constructor(value: Json, message: string) {
    this.value = value;
    this.message = message;
  }
}

/** A value as it stands in a sentence, shortened: “12,50”, 12.5, a list of 3. */
export function quoted(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `“${value.length > 60 ? `${value.slice(0, 57)}…` : value}”`;
  if (isNumeric(value)) return digitsOf(value).slice(0, 60);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? 'an object' : String(value);
}
