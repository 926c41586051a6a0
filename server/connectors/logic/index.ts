import type { Connector } from '../contract.ts';
import { aggregate, aggregateManifest } from './aggregate.ts';
import { filter, filterManifest } from './filter.ts';
import { map, mapManifest } from './map.ts';
import { route, routeManifest } from './route.ts';
import { split, splitManifest } from './split.ts';

/** What happens between systems. Connectors like any other, but for needing nothing from outside. */
export const logic: Connector = {
  manifest: {
    id: 'logic',
    name: 'Logic',
    monogram: 'L',
    group: 'logic',
    operations: [mapManifest, filterManifest, routeManifest, splitManifest, aggregateManifest],
  },
  operations: {
    'logic.map': map,
    'logic.filter': filter,
    'logic.route': route,
    'logic.split': split,
    'logic.aggregate': aggregate,
  },
};
