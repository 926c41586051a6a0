import { isNumeric, isObject, type Json } from '../json.ts';
import { type Content, contentOf, forJsonata } from './content.ts';
import type { Sight } from './expression.ts';
import { Fault, quoted } from './found.ts';
import type { Given } from './functions.ts';
import { type Meter, workPerMillisecond } from './jsonata/prepare.ts';
import { depthLimit, own, pathWords } from './path.ts';
import type { Read } from './reads.ts';
import type { RowTrouble, RowWarning } from './trouble.ts';

/** One row as the preview shows it: the value of each evaluation in order, `undefined` where nothing was written. */
export interface RowTrace {
  values: (Json | undefined)[];
  state: 'ok' | 'missing' | 'error' | 'lossy';
  message?: string;
}

const gravity = { ok: 0, missing: 1, lossy: 2, error: 3 };
const tracedValues = 50;
const troubleLimit = 200;
/** About three seconds. */
const workPerMessage = 3000 * workPerMillisecond;

/** One evaluation of a mapping over one message. Without a trace nothing is kept but the outcome. */
export class Run {
  readonly root: Json;
  readonly given: Given;
  readonly troubles: RowTrouble[] = [];
  readonly warnings = new Map<string, RowWarning>();
  readonly trace?: Map<string, RowTrace>;
  /** What may be done for one message, so that loops in loops over a hostile one come to an end. */
  readonly meter: Meter = { left: workPerMessage };
  private found?: Content;
  private copies?: WeakMap<object, Json>;

  constructor(root: Json, given: Given, trace?: Map<string, RowTrace>) {
    this.root = root;
    this.given = given;
    this.trace = trace;
  }

  trouble(row: string, scope: Scope, target: string[], fault: Fault): undefined {
    const field = scope.words(target);
    const message = `${field}: ${fault.message.replace(/\.+$/, '')}.`;
    this.show(row, undefined, 'error', message);
    if (this.troubles.length === troubleLimit) return undefined;
    this.troubles.push({ class: fault.bug ? 'bug' : 'mapping', row, field, message, wayOut: fault.wayOut });
  }

  warn(row: string, scope: Scope, target: string[], message: string): undefined {
    if (!this.warnings.has(row)) this.warnings.set(row, { row, field: scope.words(target), message });
  }

  /** What the preview shows for a row; the gravest state of all its evaluations stays. */
  show(row: string, value: Json | undefined, state: RowTrace['state'], message?: string): undefined {
    if (!this.trace) return undefined;
    const shown = this.trace.get(row) ?? { values: [], state: 'ok' };
    if (shown.values.length < tracedValues) shown.values.push(value);
    if (gravity[state] > gravity[shown.state]) {
      shown.state = state;
      shown.message = message;
    }
    this.trace.set(row, shown);
  }

  /** Takes work off what is left. A fault when nothing is. */
  spend(steps: number): Fault | undefined {
    this.meter.left -= steps;
    return this.meter.left < 0 ? tooMuch : undefined;
  }

  /** What the body holds, looked through when an expression first asks. */
  get content(): Content {
    this.found ??= contentOf(this.root);
    return this.found;
  }

  /** A part of the body as expressions may have it, from one copy of the whole; of a group the loop made, one of its own. */
  copyOf(value: Json): Json {
    if (!this.copies) {
      this.copies = new WeakMap();
      forJsonata(this.root, this.copies);
    }
    if (typeof value !== 'object' || value === null) return value;
    return this.copies.get(value) ?? forJsonata(value, this.copies);
  }
}

const tooMuch = new Fault(
  'the message asks for more work than one message may',
  'Loop over less, or split the message before it is mapped.',
);

/** Where evaluation stands: the body, or one element of a loop. */
export class Scope implements Sight {
  readonly run: Run;
  readonly item: Json;
  /** Of the element in its source. */
  readonly index: number;
  readonly outer?: Scope;
  private readonly target: string[];
  private readonly position: number;
  /** Fields that are required only if the optional object around them is there. */
  pending?: (() => void)[];

  constructor(run: Run, item: Json, index = 0, outer?: Scope, target: string[] = [], position = 0) {
    this.run = run;
    this.item = item;
    this.index = index;
    this.outer = outer;
    this.target = target;
    this.position = position;
  }

  get root(): Json {
    return this.run.root;
  }

  get parent(): Json {
    return (this.outer ?? this).item;
  }

  get given(): Given {
    return this.run.given;
  }

  get content(): Content {
    return this.run.content;
  }

  get meter(): Meter {
    return this.run.meter;
  }

  copyOf(value: Json): Json {
    return this.run.copyOf(value);
  }

  /** A target in this scope, counted from the top: `LineItems[1].UnitAmount`. */
  words(target: string[]): string {
    const inner = pathWords(target);
    if (!this.outer) return inner;
    const place = `${this.outer.words(this.target)}[${this.position}]`;
    return inner === '' ? place : `${place}.${inner}`;
  }
}

/** The first number an expression reads whose digits a double cannot hold. */
export function lostDigits(reads: Read[], scope: Scope): string | undefined {
  for (const read of reads) {
    const lost = lostAt(scope[read.origin], read.path, 0, depthLimit);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function lostAt(value: Json | undefined, path: string[], step: number, levels: number): string | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || levels === 0) return undefined;
  if (isNumeric(value)) return step < path.length || isHeld(value) ? undefined : quoted(value);
  const name = path[step];
  const isAny = name === undefined || name.startsWith('*');
  if (!isAny && isObject(value)) return lostAt(own(value, name), path, step + 1, levels - 1);
  for (const part of Object.values(value)) {
    const lost = lostAt(part, isAny ? [] : path, isAny ? 0 : step, levels - 1);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

const isHeld = (value: Exclude<Json, null | boolean | string | Json[] | number>): boolean =>
  'eq' in value && typeof value.eq === 'function' && value.eq(String(Number(value))) === true;
