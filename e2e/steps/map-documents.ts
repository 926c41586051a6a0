import type { APIRequestContext } from '@playwright/test';
import { ask, sampleFlow } from './kept.ts';
import { expect } from './test.ts';

/** A mapping as it stands in a flow's document. */
export interface MappingText {
  format: 1;
  rows: object[];
  ignored?: object[];
}

const mapNode = 'Order to invoice';

/** The sample flow once more, with another map in it. @returns its id */
export async function flowWithMap(request: APIRequestContext, name: string, rows: object[] = []): Promise<string> {
  const flow = JSON.parse((await sampleFlow(request)).document);
  for (const node of flow.nodes) if (node.name === mapNode) node.config.mapping = { format: 1, rows };
  const made = await request.post('/api/trpc/flows.create', { data: { name, document: JSON.stringify(flow) } });
  expect(made.ok(), await made.text()).toBe(true);
  return (await made.json()).result.data.id;
}

/** The map of a flow as it is saved now. */
export async function savedMap(request: APIRequestContext, id: string): Promise<MappingText> {
  const { document } = await ask<{ document: string }>(request, 'flows.get', { id });
  return JSON.parse(document).nodes.find((node: { name: string }) => node.name === mapNode).config.mapping;
}

/** What a step of a run took in, of its one message. */
export async function takenIn(request: APIRequestContext, run: string, node: string): Promise<string | undefined> {
  const { messages } = await ask<{ messages: { id: string }[] }>(request, 'runs.get', { id: run });
  const { steps } = await ask<{ steps: { node: string; in: string }[] }>(request, 'runs.message', {
    run,
    message: messages[0]?.id,
  });
  return steps.find((step) => step.node === node)?.in;
}
