import { applyPatches, enablePatches, type Patch, produceWithPatches } from 'immer';
import { apply } from './edit/apply.ts';
import { burstOf, type Change, label } from './edit/change.ts';
import type { Flow } from './flow.ts';

enablePatches();

/** Steps that can be undone. */
export const deepest = 200;
/** Milliseconds within which changes of one burst become one step. */
export const burstWindow = 600;

interface Step {
  label: string;
  patches: Patch[];
  inverse: Patch[];
  burst: string | undefined;
  /** When its latest change was made, in milliseconds of whatever clock the caller uses. */
  at: number;
}

/** A flow with the way back and forth. Plain data; the last of `past` is undone first, the last of `future` redone first. */
export interface History {
  flow: Flow;
  past: Step[];
  future: Step[];
}

export function startHistory(flow: Flow): History {
  return { flow, past: [], future: [] };
}

/** Makes a change and remembers its inverse. A change without effect leaves the history as it was, redo included. */
export function commit(history: History, change: Change, at: number): History {
  const [flow, patches, inverse] = produceWithPatches<Flow>(history.flow, (draft: Flow) => apply(draft, change));
  if (patches.length === 0) return history;
  const step: Step = { label: label(change), patches, inverse, burst: burstOf(change), at };
  const last = history.past.at(-1);
  const past =
    last && history.future.length === 0 && sameBurst(last, step)
      ? [...history.past.slice(0, -1), merged(last, step)]
      : [...history.past, step].slice(-deepest);
  return { flow, past, future: [] };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    flow: applyPatches(history.flow, step.inverse),
    past: history.past.slice(0, -1),
    future: [...history.future, step],
  };
}

export function redo(history: History): History {
  const step = history.future.at(-1);
  if (!step) return history;
  return {
    flow: applyPatches(history.flow, step.patches),
    past: [...history.past, { ...step, burst: undefined }],
    future: history.future.slice(0, -1),
  };
}

/** What undo would take back, for the tooltip; undefined when there is nothing. */
export const undoLabel = (history: History): string | undefined => history.past.at(-1)?.label;
export const redoLabel = (history: History): string | undefined => history.future.at(-1)?.label;

function sameBurst(last: Step, step: Step): boolean {
  return step.burst !== undefined && last.burst === step.burst && step.at - last.at <= burstWindow;
}

/** A long drag touches the same places again and again: only its first inverse and its last patches are kept. */
function merged(last: Step, step: Step): Step {
  const older = last.patches.slice(0, -step.patches.length);
  if (samePlaces(last.patches.slice(older.length), step.patches))
    return { ...step, patches: [...older, ...step.patches], inverse: last.inverse };
  return {
    ...step,
    patches: [...last.patches, ...step.patches],
    inverse: [...step.inverse, ...last.inverse],
  };
}

function samePlaces(before: Patch[], after: Patch[]): boolean {
  const onlyReplaces = [...before, ...after].every((patch) => patch.op === 'replace');
  const places = (patches: Patch[]) => JSON.stringify(patches.map((patch) => patch.path));
  return onlyReplaces && places(before) === places(after);
}
