import type { Field, OperationManifest } from '../catalog.ts';
import type { FlowNode } from '../flow.ts';
import { canonicalJson, isNumeric, isObject, type Json, type JsonObject, parseJson, stringifyJson } from '../json.ts';
import type { Problem } from '../problem.ts';
import { cadenceFault, readCadence } from '../schedule/cadence.ts';
import { fieldProblem } from './field-problem.ts';
import { ruleProblems } from './rules.ts';

/** Characters of a wrong value that a message shows. */
const longestShown = 40;

/** Config values that are missing or of the wrong type. Hidden fields are not asked; maps have a check of their own. */
export function fieldProblems(node: FlowNode, operation: OperationManifest): Problem[] {
  return operation.fields.flatMap((field) => {
    if (field.type === 'mapping' || field.type === 'readonly' || !isShown(field, operation, node)) return [];
    const value = node.config[field.key];
    if (isEmpty(value)) return field.required && isEmpty(field.default) ? [missing(node, field)] : [];
    if (field.type === 'cron') return cadenceProblems(node, field, value);
    if (field.type === 'rules' && isList(value)) return ruleProblems(node, field, value, operation);
    const expected = mismatch(field, value);
    return expected === undefined ? [] : [wrongType(node, field, value, expected)];
  });
}

/** A cadence that cannot be kept: `“Start” of “Every night”: invalid value for hour: 25.` */
function cadenceProblems(node: FlowNode, field: Field, value: Json | undefined): Problem[] {
  const cadence = readCadence(value);
  if (!cadence) return [wrongType(node, field, value, 'a cron with a time zone')];
  if (cadence.cron.trim() === '') return [missing(node, field)];
  const fault = cadenceFault(cadence);
  if (fault === undefined) return [];
  const message = `“${field.label}” of “${node.name}” cannot be kept: ${fault}.`;
  return [
    fieldProblem(
      'bad-cron',
      node,
      field,
      message,
      `Choose one of the usual times under “${field.label}”, or correct it.`,
    ),
  ];
}

/** Whether a form shows the field: `when` compares with the other field's value, or its default. */
export function isShown(
  field: Field,
  operation: Pick<OperationManifest, 'fields'>,
  node: Pick<FlowNode, 'config'>,
): boolean {
  const { when } = field;
  if (!when) return true;
  const other = operation.fields.find((candidate) => candidate.key === when.field);
  const value = canonicalJson(node.config[when.field] ?? other?.default ?? null);
  return when.is.some((wanted) => canonicalJson(wanted) === value);
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What was expected instead, in words; undefined when the value fits. */
function mismatch(field: Field, value: Json | undefined): string | undefined {
  switch (field.type) {
    case 'number':
      return isNumeric(value) ? undefined : 'a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'on or off';
    case 'select':
      return fitsSelect(field, value) ? undefined : `one of ${offered(field)}`;
    case 'rules':
      return 'a list of rules';
    case 'json':
      return isJsonText(value) ? undefined : 'JSON';
    case 'pairs':
      return isPairs(value) ? undefined : 'a list of names and values';
    default:
      return typeof value === 'string' ? undefined : 'text';
  }
}

/** Options read live from the connection are not known here, so any text passes. */
function fitsSelect(field: Field, value: Json | undefined): boolean {
  if (typeof value !== 'string') return false;
  return field.live !== undefined || !field.options || field.options.some((option) => option.value === value);
}

function offered(field: Field): string {
  const labels = field.options?.map((option) => `“${option.label}”`) ?? [];
  return labels.length === 0 ? 'the offered choices' : labels.join(', ');
}

/** A json field holds a JSON value, or its text as it was typed. */
function isJsonText(value: Json | undefined): boolean {
  if (typeof value !== 'string') return value !== undefined;
  try {
    parseJson(value);
    return true;
  } catch {
    return false;
  }
}

/** `{ name: text }`, or a list of `{ name, value }`. */
function isPairs(value: Json | undefined): boolean {
  if (isObject(value)) return Object.values(value).every((part) => typeof part === 'string');
  return Array.isArray(value) && value.every((pair) => isObject(pair) && Object.values(pair).every(isText));
}

function isList(value: Json | undefined): value is JsonObject[] {
  return Array.isArray(value) && value.every(isObject);
}

const isText = (value: Json): boolean => typeof value === 'string';

function missing(node: FlowNode, field: Field): Problem {
  const message = `“${node.name}” has no ${lowerFirst(field.label)}.`;
  return fieldProblem('missing-field', node, field, message, `${verb(field)} under “${field.label}”.`);
}

function wrongType(node: FlowNode, field: Field, value: Json | undefined, expected: string): Problem {
  const message = `“${field.label}” of “${node.name}” must be ${expected}, not ${shown(value)}.`;
  return fieldProblem('wrong-type', node, field, message, `Change it under “${field.label}”.`);
}

function verb(field: Field): string {
  if (field.type === 'select') return 'Choose one';
  if (field.type === 'rules' || field.type === 'pairs') return 'Add one';
  return 'Fill it in';
}

/** Labels read on within a sentence, except abbreviations: "account code", "URL". */
function lowerFirst(label: string): string {
  const abbreviation = /^[A-Z]{2}/.test(label);
  return abbreviation ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function shown(value: Json | undefined): string {
  const text = typeof value === 'string' ? `“${value}”` : stringifyJson(value ?? null);
  return text.length > longestShown ? `${text.slice(0, longestShown - 2)}…${text.at(-1)}` : text;
}
