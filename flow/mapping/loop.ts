import type { JsonSchema } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import { arrangementOf, type Element } from './arrange.ts';
import type { LoopRow, Row } from './document.ts';
import { Fault, type Found, Lossy, quoted } from './found.ts';
import { inOrder } from './in-order.ts';
import { assign, blocked, enter, own, readAll } from './path.ts';
import { compileExpression } from './rule.ts';
import { Scope } from './run.ts';
import { schemaAt } from './shape.ts';
import type { Later, Step } from './step.ts';

/** One object per element that counts, in the order the loop asks for. */
export function compileLoop(
  row: LoopRow,
  schema: JsonSchema | undefined,
  compileRows: (rows: Row[], schema: JsonSchema | undefined) => Step,
): Step {
  const rows = compileRows(row.rows, schemaAt(schema, row.target)?.items);
  const condition = row.where === undefined ? undefined : compileExpression(row.where);
  const arrange = arrangementOf(row);
  const around = row.target.slice(0, -1);
  const name = row.target.at(-1)!;
  const cost = 20 * (1 + row.rows.length);

  return (scope, out) => {
    const { run } = scope;
    const fail = (fault: Fault) => run.trouble(row.id, scope, row.target, fault);
    const found = readAll(row.from === 'root' ? run.root : scope.item, row.over);
    if (found instanceof Fault) return fail(found);
    const inside = around.length === 0 ? out : enter(out, around);
    if (inside instanceof Fault) return fail(inside);
    const list = own(inside, name) ?? [];
    if (!Array.isArray(list)) return fail(blocked(row.target, list));
    assign(inside, name, list);

    const before = list.length;
    const isOneList = found.length === 1 && Array.isArray(found[0]);
    const elements = isOneList ? (found[0] as Json[]) : found.flat();
    const spent = run.spend(elements.length * cost);
    if (spent) return fail(spent);
    const kept: Element[] = [];
    const scopeOf = ({ item, index }: Element) => new Scope(run, item, index, scope, row.target, list.length);
    const append = (element: Scope): Later => {
      const object: JsonObject = {};
      list.push(object);
      return rows(element, object);
    };
    const take = arrange
      ? (element: Scope): Later => {
          kept.push({ item: element.item, index: element.index });
          return undefined;
        }
      : append;
    const admit = (answer: Found, element: Scope): Later => {
      const counts = answer instanceof Lossy ? answer.value : answer;
      if (counts === true) return take(element);
      if (counts === false || counts === undefined) return undefined;
      return run.trouble(row.id, element, [], counts instanceof Fault ? counts : notABoolean(counts));
    };
    const finish = (): Later => {
      const arranged = arrange?.(kept) ?? [];
      if (arranged instanceof Fault) return fail(arranged);
      return inOrder(arranged.length, (index) => append(scopeOf(arranged[index]!)));
    };
    const show = () => run.show(row.id, list.length - before, 'ok');

    const chosen = inOrder(elements.length, (index) => {
      const item = elements[index]!;
      if (item === null || run.meter.left < 0) return undefined;
      const element = scopeOf({ item, index });
      if (!condition) return take(element);
      const answer = condition(element);
      return answer instanceof Promise ? answer.then((known) => admit(known, element)) : admit(answer, element);
    });
    const done = arrange ? (chosen ? chosen.then(finish) : finish()) : chosen;
    return done ? done.then(show) : show();
  };
}

const notABoolean = (value: Json): Fault =>
  new Fault(`the condition gives ${quoted(value)}, not true or false`, 'Compare something in it.');
