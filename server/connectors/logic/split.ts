import { inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import type { FlowNode } from '#flow/flow.ts';
import { isNumeric, isObject, type Json } from '#flow/json.ts';
import { digitsOf } from '#flow/mapping/exact.ts';
import { Fault, quoted } from '#flow/mapping/found.ts';
import { own, pathWords, readOne } from '#flow/mapping/path.ts';
import { around, elementBody, listPath } from '#flow/mapping/reshape.ts';
import { child, type Message, type StepResult, type Trouble } from '#flow/run/message.ts';
import type { Step } from '../contract.ts';

/** Messages that one may become. Each is journaled at every effect behind; more than this is a table, not a message. */
export const mostElements = 10_000;

export const splitManifest: OperationManifest = {
  id: 'logic.split',
  name: 'Split',
  detail: 'one per element',
  summary:
    'Makes one message of each element of a list, such as the lines of an order. Each goes its own way from here: one that is parked or waits does not hold up the others.',
  kind: 'step',
  effect: 'none',
  shape: 'transform',
  fields: [
    {
      key: 'path',
      label: 'List',
      type: 'text',
      required: true,
      placeholder: 'line_items',
      help: `The path of the list in the body, such as line_items or order.lines. At most ${mostElements.toLocaleString('en-US')} elements.`,
    },
    {
      key: 'keep',
      label: 'Keep the rest as',
      type: 'text',
      placeholder: 'order',
      help: 'Gives each element what surrounded the list, under this name. Empty: the element alone.',
    },
    {
      key: 'key',
      label: 'Business key from',
      type: 'text',
      placeholder: 'sku',
      help: 'A path in the element. Empty, or an element without it: the key of the message that is split.',
    },
    {
      key: 'empty',
      label: 'If the list is empty',
      type: 'select',
      default: 'filter',
      options: [
        { value: 'filter', label: 'The message ends here, as filtered' },
        { value: 'park', label: 'A person has to look' },
        { value: 'pass', label: 'The message goes on as it is' },
      ],
    },
  ],
  inputs: [inPort],
  outputs: [outPort],
  reshapes: { to: 'element', path: 'path', keep: 'keep' },
};

export const split: Step = {
  kind: 'step',
  compile(node) {
    const path = listPath(text(node, 'path'));
    if (path.length === 0) throw new Error(`“${node.name}” does not say which list it splits.`);
    const keep = text(node, 'keep');
    const key = listPath(text(node, 'key'));
    const empty = node.config.empty;
    return (batch) => {
      const out: Message[] = [];
      const result: StepResult = { outputs: { out }, filtered: [], parked: [] };
      const park = (message: Message, trouble: Trouble) => result.parked.push({ message, trouble });
      for (const message of batch) {
        const list = readOne(message.body, path);
        if (!Array.isArray(list)) park(message, noList(node, path, list));
        else if (list.length > mostElements) park(message, tooMany(node, path, list.length));
        else if (list.length > 0) {
          const taken =
            keep === '' ? -1 : list.findIndex((element) => isObject(element) && Object.hasOwn(element, keep));
          if (taken === -1) out.push(...elements(message, node.id, list, { path, keep, key }));
          else park(message, nameTaken(node, path, taken, keep));
        } else if (empty === 'park') park(message, nothingInIt(node, path));
        else if (empty === 'pass') out.push(message);
        else result.filtered.push(message.id);
      }
      return result;
    };
  },
};

function elements(
  message: Message,
  node: string,
  list: Json[],
  { path, keep, key }: { path: string[]; keep: string; key: string[] },
): Message[] {
  const rest = keep === '' ? null : around(message.body, path);
  return list.map((element, index) => {
    const made = child(message, node, 'out', index, elementBody(element, rest, keep));
    const own = key.length > 0 ? keyAt(element, key) : undefined;
    return own === undefined ? made : { ...made, key: own };
  });
}

function keyAt(element: Json, path: string[]): string | undefined {
  const value = readOne(element, path);
  if (typeof value === 'string' && value.trim() !== '') return value;
  return !(value instanceof Fault) && isNumeric(value) ? digitsOf(value) : undefined;
}

const wayOut = (node: FlowNode) =>
  `Correct the list of “${node.name}” or the map before it and publish, then retry the message.`;

function noList(node: FlowNode, path: string[], found: Json | undefined | Fault): Trouble {
  const field = pathWords(path);
  const what =
    found instanceof Fault
      ? found.message
      : found === undefined || found === null
        ? `There is nothing at ${field}`
        : `${field} is ${quoted(found)}, not a list`;
  return {
    class: 'mapping',
    field,
    message: `“${node.name}” cannot split this message: ${what}.`,
    wayOut: wayOut(node),
  };
}

function tooMany(node: FlowNode, path: string[], length: number): Trouble {
  const field = pathWords(path);
  return {
    class: 'mapping',
    field,
    message: `“${node.name}” does not split this message: ${field} has ${length.toLocaleString('en-US')} elements, and ${mostElements.toLocaleString('en-US')} is the most.`,
    wayOut: 'Have the source send it in smaller parts, or set the message aside.',
  };
}

function nothingInIt(node: FlowNode, path: string[]): Trouble {
  const field = pathWords(path);
  return {
    class: 'mapping',
    field,
    message: `“${node.name}” has nothing to split: ${field} is empty.`,
    wayOut: `See why ${field} is empty, then retry or set aside. “${node.name}” can also let such messages end or pass.`,
  };
}

function nameTaken(node: FlowNode, path: string[], index: number, keep: string): Trouble {
  return {
    class: 'mapping',
    field: `${pathWords(path)}[${index}].${keep}`,
    message: `“${node.name}” cannot keep the rest as ${keep}: element ${index + 1} of ${pathWords(path)} has a field of that name.`,
    wayOut: `Choose another name under “Keep the rest as” of “${node.name}” and publish, then retry the message.`,
  };
}

function text(node: FlowNode, key: string): string {
  const value = own(node.config, key);
  return typeof value === 'string' ? value.trim() : '';
}
