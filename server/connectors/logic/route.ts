import { inPort, type OperationManifest } from '#flow/catalog.ts';
import type { Message } from '#flow/run/message.ts';
import type { Step } from '../contract.ts';
import { operatorOptions } from './filter.ts';
import { holds, readRules } from './rule.ts';

export const routeManifest: OperationManifest = {
  id: 'logic.route',
  name: 'Route',
  detail: 'by content',
  summary: 'Sends each message out by the first rule that holds, or by “otherwise”.',
  kind: 'step',
  effect: 'none',
  shape: 'router',
  fields: [
    {
      key: 'rules',
      label: 'Ways out',
      type: 'rules',
      required: true,
      options: operatorOptions,
      help: 'Asked from top to bottom. Each way out is a port to connect.',
    },
  ],
  inputs: [inPort],
  outputs: [{ id: 'otherwise', label: 'otherwise' }],
  outputsFrom: 'rules',
};

export const route: Step = {
  kind: 'step',
  compile(node) {
    const rules = readRules(node.config.rules, node.name);
    const nameless = rules.findIndex((rule) => !rule.port);
    if (nameless !== -1) throw new Error(`Rule ${nameless + 1} of “${node.name}” names no port.`);
    const ports = [...new Set(rules.flatMap((rule) => rule.port ?? [])), 'otherwise'];
    return (batch) => {
      const outputs: Record<string, Message[]> = Object.fromEntries(ports.map((port) => [port, []]));
      for (const message of batch) {
        const port = rules.find((rule) => holds(rule, message.body))?.port ?? 'otherwise';
        outputs[port]?.push(message);
      }
      return { outputs, filtered: [], parked: [] };
    };
  },
};
