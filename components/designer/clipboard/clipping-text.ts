import { z } from 'zod';
import type { Clipping } from '#flow/edit.ts';
import { edgeSchema, nodeSchema } from '#flow/flow.ts';
import { isObject, type Json, parseJson, stringifyJson } from '#flow/json.ts';

/** The kind of thing on the clipboard; plain text goes along, so that it can be pasted into a ticket and back. */
export const clippingMime = 'application/x-wheelwright+json';

const clippingSchema = z.object({
  wheelwright: z.literal('clipping'),
  nodes: z.array(nodeSchema).min(1),
  edges: z.array(edgeSchema),
  positions: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
});

/** Nodes as text. They name connections by id only, and those mean nothing in another workspace: they stay behind. */
export function clippingText(clipping: Clipping, keepConnections = false): string {
  const nodes = clipping.nodes.map((node) => (keepConnections ? node : { ...node, connection: undefined }));
  return stringifyJson({ wheelwright: 'clipping', ...clipping, nodes } as unknown as Json, 2);
}

/** The nodes that a text holds, or undefined when it is something else. */
export function readClipping(text: string): Clipping | undefined {
  try {
    const value = parseJson(text);
    if (!isObject(value)) return undefined;
    const read = clippingSchema.safeParse(value);
    return read.success
      ? { nodes: read.data.nodes, edges: read.data.edges, positions: read.data.positions }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The top left corner of what was copied. */
export function cornerOf(clipping: Clipping): { x: number; y: number } {
  const places = Object.values(clipping.positions);
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}
