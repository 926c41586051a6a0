import { type Field, inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import type { StepResult } from '#flow/run/message.ts';
import type { Step } from '../contract.ts';
import { holds, operators, readRules } from './rule.ts';

export const operatorOptions = operators.map((operator) => ({ value: operator, label: operator }));

const match: Field = {
  key: 'match',
  label: 'Keep a message when',
  type: 'select',
  options: [
    { value: 'all', label: 'all rules hold' },
    { value: 'any', label: 'any rule holds' },
  ],
  default: 'all',
};

export const filterManifest: OperationManifest = {
  id: 'logic.filter',
  name: 'Filter',
  detail: 'keep some',
  summary: 'Lets messages through for which the rules hold. The others end here, counted as filtered.',
  kind: 'step',
  effect: 'none',
  shape: 'transform',
  fields: [
    match,
    {
      key: 'rules',
      label: 'Rules',
      type: 'rules',
      required: true,
      options: operatorOptions,
      help: 'A path in the body such as financial_status or line_items[].sku, what to ask of it, and a value.',
    },
  ],
  inputs: [inPort],
  outputs: [outPort],
};

export const filter: Step = {
  kind: 'step',
  compile(node) {
    const rules = readRules(node.config.rules, node.name);
    const any = node.config.match === 'any';
    return (batch) => {
      const result: StepResult = { outputs: { out: [] }, filtered: [], parked: [] };
      for (const message of batch) {
        const kept = any
          ? rules.some((rule) => holds(rule, message.body))
          : rules.every((rule) => holds(rule, message.body));
        if (kept) result.outputs.out?.push(message);
        else result.filtered.push(message.id);
      }
      return result;
    };
  },
};
