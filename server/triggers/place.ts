import type { Flow } from '#flow/flow.ts';
import { laneOf, orderKey } from '#flow/run/lane.ts';
import type { Incoming } from '../journal/accept.ts';

/** Which order a version keeps, and since when. */
export interface Ordered {
  order: Flow['settings']['order'];
  epoch: number;
}

/** Where a message of this key stands in the queue of such a flow. */
export function placeOf({ order, epoch }: Ordered, key: string | undefined): Pick<Incoming, 'lane' | 'epoch'> {
  const lane = laneOf(orderKey(order, key));
  return lane === undefined && epoch === 0 ? {} : { lane, epoch };
}
