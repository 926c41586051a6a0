import { z } from 'zod';
import { canonicalJson, isJson, type Json } from './json.ts';
import { pinnedListSchema, testsSchema } from './tests.ts';

/** The format of the document written today. Older ones are lifted by migrate.ts. */
export const currentFormat = 1;

export const patterns = ['point-to-point', 'hub-and-spoke', 'event-driven', 'batch-etl'] as const;
export const patternSchema = z.enum(patterns);
export type Pattern = z.infer<typeof patternSchema>;

/** Any JSON value, decimals included. */
const jsonSchema = z.custom<Json>(isJson, { error: 'This is not a JSON value.' });

/** Ids are short, readable and never reused within a flow: `map`, `map-2`. */
export const idSchema = z.string().regex(/^[a-z][a-z0-9-]{0,47}$/);

/** Tries in all, the first included; seconds before the second at most, doubling up to the cap; minutes after the first try when no other is begun. */
export const retrySchema = z.strictObject({
  attempts: z.number().int().min(1).max(100).optional(),
  baseSeconds: z.number().min(0).max(3600).optional(),
  capSeconds: z.number().min(1).max(86_400).optional(),
  giveUpMinutes: z.number().min(1).max(43_200).optional(),
});

export const nodeSchema = z.strictObject({
  id: idSchema,
  /** `connector.operation`, such as `shopify.order-placed` or `logic.map`. */
  operation: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/),
  name: z.string().min(1).max(80),
  /** Id of a connection of the workspace; never a secret. */
  connection: z.string().optional(),
  config: z.record(z.string(), jsonSchema),
  /** How a step with an effect tries again; absent parts are the house's, see run/retry.ts. */
  retry: retrySchema.optional(),
  /** The step has a backlog of its own, of which so many runs go at once: however slow it is, its siblings go on. */
  lane: z.strictObject({ atOnce: z.number().int().min(1).max(64) }).optional(),
});
export type FlowNode = z.infer<typeof nodeSchema>;

const endSchema = z.strictObject({ node: idSchema, port: idSchema });
export const edgeSchema = z.strictObject({ id: idSchema, from: endSchema, to: endSchema });
export type FlowEdge = z.infer<typeof edgeSchema>;

/** How a system can be reached: it calls us, we ask it, or it only gives files. */
export const accessSchema = z.enum(['webhook', 'polled', 'files']);

/** What the client needs; advice and estimate start from it. Absent means not yet said. */
export const needsSchema = z.strictObject({
  eventsPerDay: z.number().int().nonnegative().optional(),
  peakPerMinute: z.number().nonnegative().optional(),
  /** A change must show within so many minutes; 0 is at once. */
  freshnessMinutes: z.number().nonnegative().optional(),
  purpose: z.enum(['operations', 'reporting', 'migration']).optional(),
  /** How involved the data is: passed on, transformed, or changed in several places at once. */
  involvement: z.enum(['passed-on', 'transformed', 'shared']).optional(),
  /** By system, keyed by connector id or the name given to it. */
  access: z.record(z.string(), accessSchema).optional(),
});
export type Needs = z.infer<typeof needsSchema>;

export const keepDays = [1, 7, 30, 90, 365] as const;
export const settingsSchema = z.strictObject({
  /** Order of messages: none, per business key, or strict. */
  order: z.enum(['none', 'per-key', 'strict']),
  /** Days that history is kept. */
  keepDays: z.union([z.literal(1), z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
});

/** Canvas units, top left corner. */
const pointSchema = z.strictObject({ x: z.number(), y: z.number() });
const noteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(4000),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
const groupSchema = z.strictObject({ id: idSchema, name: z.string().max(80), nodes: z.array(idSchema) });

/** How the drawing looks. Kept apart: moving a box changes nothing that runs. */
export const drawingSchema = z.strictObject({
  positions: z.record(idSchema, pointSchema),
  groups: z.array(groupSchema),
  notes: z.array(noteSchema),
});
export type Drawing = z.infer<typeof drawingSchema>;

export const flowSchema = z.strictObject({
  format: z.literal(currentFormat),
  name: z.string().min(1).max(120),
  pattern: patternSchema,
  nodes: z.array(nodeSchema).max(2000),
  edges: z.array(edgeSchema).max(8000),
  needs: needsSchema,
  settings: settingsSchema,
  drawing: drawingSchema,
  /** What the maps must make of messages; a failing one refuses publishing. */
  tests: testsSchema.optional(),
  /** Messages pinned to maps, to look at again. */
  samples: pinnedListSchema.optional(),
});
export type Flow = z.infer<typeof flowSchema>;

export function emptyFlow(name: string, pattern: Pattern = 'point-to-point'): Flow {
  return {
    format: currentFormat,
    name,
    pattern,
    nodes: [],
    edges: [],
    needs: {},
    settings: { order: 'none', keepDays: 30 },
    drawing: { positions: {}, groups: [], notes: [] },
  };
}

/** The one text of a flow: sorted keys, nodes and edges by id. Two saves of the same flow are byte-equal. */
export function canonicalFlow(flow: Flow): string {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return canonicalJson({
    ...flow,
    nodes: [...flow.nodes].sort(byId),
    edges: [...flow.edges].sort(byId),
    ...(flow.tests ? { tests: [...flow.tests].sort(byId) } : {}),
    ...(flow.samples ? { samples: [...flow.samples].sort(byId) } : {}),
  } as unknown as Json);
}

/** The part of a flow that runs: equal texts behave equally, however they are drawn and tested. */
export function canonicalBehaviour({ tests: _tests, samples: _samples, ...flow }: Flow): string {
  return canonicalFlow({ ...flow, drawing: { positions: {}, groups: [], notes: [] } });
}

export const nodeOf = (flow: Flow, id: string): FlowNode | undefined => flow.nodes.find((node) => node.id === id);
