import { inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import { compileMapping, type MapOutcome } from '#flow/mapping/compile.ts';
import { mappingSchema } from '#flow/mapping/document.ts';
import { oneTrouble } from '#flow/mapping/trouble.ts';
import { driftField } from '#flow/mapping-drift-policy.ts';
import { child, type Message, type StepResult } from '#flow/run/message.ts';
import type { Step } from '../contract.ts';

export const mapManifest: OperationManifest = {
  id: 'logic.map',
  name: 'Map',
  detail: 'fields',
  summary:
    'Makes the body that the next system wants from the one that came in. A message that cannot be mapped is parked.',
  kind: 'step',
  effect: 'none',
  shape: 'transform',
  fields: [{ key: 'mapping', label: 'Mapping', type: 'mapping', required: true }, driftField],
  inputs: [inPort],
  outputs: [outPort],
};

export const map: Step = {
  kind: 'step',
  compile(node, ends) {
    const mapping = mappingSchema.safeParse(node.config.mapping);
    if (!mapping.success)
      throw new Error(`The mapping of “${node.name}” cannot be read: ${mapping.error.issues[0]?.message}`);
    const compiled = compileMapping(mapping.data, ends.target);
    return (batch, given) => {
      const outcomes = batch.map((message) => compiled.run(message.body, given));
      return outcomes.some((outcome) => outcome instanceof Promise)
        ? Promise.all(outcomes).then((settled) => sorted(batch, settled, node.id))
        : sorted(batch, outcomes as MapOutcome[], node.id);
    };
  },
};

function sorted(batch: Message[], outcomes: MapOutcome[], node: string): StepResult {
  const result: StepResult & { outputs: { out: Message[] } } = { outputs: { out: [] }, filtered: [], parked: [] };
  for (const [index, message] of batch.entries()) {
    const outcome = outcomes[index]!;
    if (outcome.ok) result.outputs.out.push(child(message, node, 'out', 0, outcome.value));
    else result.parked.push({ message, trouble: oneTrouble(outcome.troubles) });
  }
  return result;
}
