import { produce } from 'immer';
import { apply } from './edit/apply.ts';
import type { Change } from './edit/change.ts';
import type { Flow } from './flow.ts';

export type { Change, Clipping, End, Placing, Point } from './edit/change.ts';
export { burstOf, label } from './edit/change.ts';
export { mayConnect } from './edit/connect.ts';
export { freshNodeId } from './edit/ids.ts';
export { copyNodes } from './edit/nodes.ts';

/**
 * The flow after the change. Total: a change that cannot be made (its node is gone, its edge would close a circle)
 * gives back the very same object, and so does one that changes nothing. Whoever wants the reason asks `mayConnect` first.
 */
export function edit(flow: Flow, change: Change): Flow {
  return produce<Flow>(flow, (draft: Flow) => apply(draft, change));
}
