import type { Json, JsonObject } from '../json.ts';
import type { FieldRow } from './document.ts';
import { Fault } from './found.ts';
import { assign, enter } from './path.ts';
import type { Scope } from './run.ts';

/** Done at once, or to be waited for. */
export type Later = undefined | Promise<undefined>;

/** One row at work: reads in its scope, writes into the object being built. */
export type Step = (scope: Scope, out: JsonObject) => Later;

export type Write = (scope: Scope, out: JsonObject, value: Json, remark?: string) => undefined;

/** Puts a field's value in its place. With a remark it counts as lossy. */
export function writerOf(row: FieldRow): Write {
  const around = row.target.slice(0, -1);
  const name = row.target.at(-1)!;
  const isAtTop = around.length === 0;
  const isSpecial = name === '__proto__';
  return (scope, out, value, remark) => {
    const inside = isAtTop ? out : enter(out, around);
    if (inside instanceof Fault) return scope.run.trouble(row.id, scope, row.target, inside);
    if (isSpecial) assign(inside, name, value);
    else inside[name] = value;
    if (remark !== undefined) scope.run.warn(row.id, scope, row.target, remark);
    if (scope.run.trace) scope.run.show(row.id, value, remark === undefined ? 'ok' : 'lossy', remark);
    return undefined;
  };
}
