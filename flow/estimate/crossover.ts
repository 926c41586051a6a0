import { hubAndSpoke } from '../patterns/hub-and-spoke.ts';
import { pointToPoint } from '../patterns/point-to-point.ts';
import type { PriceCard } from './card.ts';
import { meshCounts } from './count.ts';
import { middle, overlap, type Range } from './range.ts';

/** Connections from which on the hub is the cheaper one, by the low, middle and high prices of the card. */
export interface HubCrossover {
  low: number;
  mid: number;
  high: number;
}

/**
 * Whatever the topology: the hub is cheaper when connections > (hub + spoke × systems) / price per connection.
 * Infinity where a connection costs nothing.
 */
export function hubCheaperFrom(card: PriceCard, systems: number): HubCrossover {
  const hub = hubAndSpoke.build(card, meshCounts(systems));
  const each = card['point-to-point'].perConnection;
  return {
    low: firstAbove(hub.low, each.low),
    mid: firstAbove(middle(hub), middle(each)),
    high: firstAbove(hub.high, each.high),
  };
}

export interface MeshPoint {
  systems: number;
  pointToPoint: Range;
  hub: Range;
  cheaper: 'point-to-point' | 'hub-and-spoke' | 'no-clear-winner';
}

/** Hub and point-to-point by price alone, when all systems talk to each other. For the chart; needs are not asked. */
export function meshCrossover(card: PriceCard, from = 2, to = 10): MeshPoint[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => {
    const counts = meshCounts(from + at);
    const [direct, hub] = [pointToPoint.build(card, counts), hubAndSpoke.build(card, counts)];
    return { systems: counts.systems, pointToPoint: direct, hub, cheaper: cheaperOf(direct, hub) };
  });
}

function cheaperOf(direct: Range, hub: Range): MeshPoint['cheaper'] {
  if (overlap(direct, hub) || middle(direct) === middle(hub)) return 'no-clear-winner';
  return direct.high <= hub.low ? 'point-to-point' : 'hub-and-spoke';
}

/** The caption under the chart. */
export function crossoverWords(points: MeshPoint[]): string {
  const unclear = points.filter((point) => point.cheaper === 'no-clear-winner').map((point) => point.systems);
  const hubFrom = points.find((point) => point.cheaper === 'hub-and-spoke')?.systems;
  const between =
    unclear.length === 0
      ? ''
      : `At ${joined(unclear)} systems the hub and point-to-point ranges overlap, so price alone has no clear winner. `;
  const after =
    hubFrom === undefined ? 'Up to here the hub is never clearly cheaper.' : `From ${hubFrom} on, the hub is cheaper.`;
  return `${between}${after}`;
}

function firstAbove(price: number, each: number): number {
  return each === 0 ? Number.POSITIVE_INFINITY : Math.floor(price / each) + 1;
}

function joined(counts: number[]): string {
  const last = counts.at(-1) ?? '';
  return counts.length === 1 ? `${last}` : `${counts.slice(0, -1).join(', ')} and ${last}`;
}
