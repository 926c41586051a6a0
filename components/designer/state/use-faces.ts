'use client';

import { useMemo, useRef } from 'react';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow, FlowNode } from '#flow/flow.ts';
import { faceOf, type NodeFace } from '../shapes/node-face.ts';

/** The faces of all nodes. A node that did not change keeps its face, so that it is not drawn again. */
export function useFaces(flow: Flow, catalog: Catalog): Map<string, NodeFace> {
  const known = useRef({ catalog, byNode: new WeakMap<FlowNode, NodeFace>() });
  const { nodes, edges } = flow;
  return useMemo(() => {
    if (known.current.catalog !== catalog) known.current = { catalog, byNode: new WeakMap() };
    const { byNode } = known.current;
    return new Map(
      nodes.map((node) => {
        const face = byNode.get(node) ?? faceOf(node, catalog, edges);
        // Without an operation the ports come from the edges, so such a face does not last.
        if (face.operation) byNode.set(node, face);
        return [node.id, face];
      }),
    );
  }, [nodes, edges, catalog]);
}
