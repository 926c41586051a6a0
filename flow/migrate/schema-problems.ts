import type { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Problem, Where } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** What the flow schema found wrong, in words, each with the node or edge it is in. */
export function schemaProblems(issues: Issue[], document: JsonObject): Problem[] {
  return issues.flatMap((issue) => oneIssue(issue, document));
}

function oneIssue(issue: Issue, document: JsonObject): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problem([...issue.path, key], 'is not a part of a flow', document));
  return [problem(issue.path, fault(issue, valueAt(document, issue.path)), document)];
}

function problem(path: PropertyKey[], words: string, document: JsonObject): Problem {
  const { thing, where, rest } = locate(path, document);
  const field = rest.map(String).join('.');
  return {
    code: 'not-a-flow',
    severity: 'error',
    message: `${field === '' ? thing : `“${field}” of ${thing}`} ${words}.`.replace(/^t/, 'T'),
    wayOut: 'Correct it in the file, or export the flow again.',
    where: field === '' ? where : { ...where, field },
  };
}

/** The node, edge, or part of the drawing that a path leads into, and the path within it. */
function locate(path: PropertyKey[], document: JsonObject): { thing: string; where: Where; rest: PropertyKey[] } {
  const [part, at, ...rest] = path;
  const listed = (part === 'nodes' || part === 'edges') && typeof at === 'number';
  if (!listed) return { thing: 'this flow', where: {}, rest: path };
  const item = valueAt(document, [part, at]);
  const id = isObject(item) && typeof item.id === 'string' ? item.id : undefined;
  const name = isObject(item) && typeof item.name === 'string' && item.name !== '' ? item.name : id;
  const kind = part === 'nodes' ? 'node' : 'edge';
  return {
    thing: name === undefined ? `the ${kind} number ${at + 1}` : `“${name}”`,
    where: id === undefined ? {} : { [kind]: id },
    rest,
  };
}

function fault(issue: Issue, value: Json | undefined): string {
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((allowed) => `“${String(allowed)}”`).join(', ')}`;
    case 'invalid_union':
      return 'has a value that is not offered';
    case 'invalid_format':
      return `is not in the right form${typeof value === 'string' ? `: “${value.slice(0, 60)}”` : ''}`;
    case 'too_big':
      return `is over the limit of ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `is under the limit of ${issue.minimum}`;
    default:
      return 'has a value that cannot be used';
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function valueAt(document: Json, path: PropertyKey[]): Json | undefined {
  let value: Json | undefined = document;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isObject(value) ? value[String(step)] : undefined;
  }
  return value;
}
