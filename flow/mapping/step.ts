import type { Json, JsonObject } from '../json.ts';
import type { FieldRow } from './document.ts';
import { Fault } from './found.ts';
import { assign, enter } from './path.ts';
import type { Scope } from './run.ts';

/** Done at once, or to be waited for. */
export type Later = undefined | Promise<undefined>;

/** One row at work: reads in its scope, writes into the object being built. */
export type Step = (scope: Scope, out: JsonObject) => Later;

/** Puts a field's value in its place. With a remark it counts as lossy. */
export function write(row: FieldRow, scope: Scope, out: JsonObject, value: Json, remark?: string): undefined {
  const { run } = scope;
  const inside = row.target.length === 1 ? out : enter(out, row.target.slice(0, -1));
  if (inside instanceof Fault) return run.trouble(row.id, scope, row.target, inside);
  assign(inside, row.target.at(-1)!, value);
  if (remark !== undefined) run.warn(row.id, scope, row.target, remark);
  return run.show(row.id, value, remark === undefined ? 'ok' : 'lossy', remark);
}
