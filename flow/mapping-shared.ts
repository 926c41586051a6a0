import { z } from 'zod';
import { type Catalog, operationOf } from './catalog.ts';
import type { Flow, FlowNode } from './flow.ts';
import { canonicalJson, type Json } from './json.ts';
import { type Mapping, mappingSchema } from './mapping/document.ts';
import { mappingField } from './mapping/ends.ts';
import type { Problem } from './problem.ts';

/**
 * A map that is kept in the workspace and used by several flows. The node's config names it with its version under this key,
 * beside the mapping, which is a copy of that version: a draft, its preview and its checks need nobody to look it up.
 */
export const sharedKey = 'shared';

const pinSchema = z.looseObject({ id: z.uuid(), version: z.number().int().positive() });

/** Which version of which shared map. */
export interface SharedPin {
  id: string;
  version: number;
}

/** The shared map that a node uses; undefined when its mapping is its own. */
export function sharedPin(node: FlowNode): SharedPin | undefined {
  const read = pinSchema.safeParse(node.config[sharedKey]);
  return read.success ? { id: read.data.id, version: read.data.version } : undefined;
}

/** The one text of a mapping: equal mappings are byte-equal. */
export const canonicalMapping = (mapping: Mapping): string => canonicalJson(mapping as unknown as Json);

export interface SharedUse {
  node: FlowNode;
  /** Config key of its mapping. */
  field: string;
  pin: SharedPin;
}

/** The nodes of a flow that use a shared map. */
export function sharedUses(flow: Flow, catalog: Catalog): SharedUse[] {
  return flow.nodes.flatMap((node) => {
    const operation = operationOf(catalog, node.operation);
    const field = operation && mappingField(operation);
    const pin = sharedPin(node);
    return field === undefined || !pin ? [] : [{ node, field, pin }];
  });
}

/** The node's mapping is the version's own, though it may be written differently. @param document of the version */
export function isAsShared({ node, field }: SharedUse, document: string): boolean {
  const read = mappingSchema.safeParse(node.config[field]);
  return read.success && canonicalMapping(read.data) === document;
}

/** What stands in the way of publishing. @param documentOf canonical text of a version; undefined when there is none */
export function sharedProblems(
  flow: Flow,
  catalog: Catalog,
  documentOf: (pin: SharedPin) => { name: string; document: string } | undefined,
): Problem[] {
  return sharedUses(flow, catalog).flatMap((use): Problem[] => {
    const { node, pin, field } = use;
    const found = documentOf(pin);
    const where = { node: node.id, field };
    if (!found) {
      return [
        {
          code: 'shared-map-gone',
          severity: 'error',
          message: `“${node.name}” uses version ${pin.version} of a shared map that is not there.`,
          wayOut: 'Open the map and detach it: its mapping stays as it is, as its own.',
          where,
        },
      ];
    }
    if (isAsShared(use, found.document)) return [];
    return [
      {
        code: 'shared-map-changed',
        severity: 'error',
        message: `“${node.name}” uses version ${pin.version} of the shared map “${found.name}”, but was changed here.`,
        wayOut: 'Open the map and save the change as another version, take the version as it is, or detach the map.',
        where,
      },
    ];
  });
}
