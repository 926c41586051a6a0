import { currentFormat, type Flow, flowSchema } from './flow.ts';
import { isObject, type Json, type JsonObject, parseJson } from './json.ts';
import { schemaProblems } from './migrate/schema-problems.ts';
import type { Problem, Result } from './problem.ts';

/** Lifts a document of one format to the next one. Pure; gets a document that may still be wrong elsewhere. */
export interface FormatStep {
  from: number;
  lift(document: JsonObject): JsonObject;
}

/** One entry per format left behind, never changed once released. Format 1 is the first. */
const formatSteps: FormatStep[] = [];

/**
 * Opens a flow: text or parsed JSON, of this format or an older one. What is wrong comes back as problems with node and
 * field; nothing is repaired silently and nothing dropped.
 */
export function readFlow(input: unknown, steps: FormatStep[] = formatSteps): Result<Flow> {
  const parsed = typeof input === 'string' ? parsedText(input) : { ok: true as const, value: input as Json };
  if (!parsed.ok) return parsed;
  const lifted = lift(parsed.value, steps);
  if (!lifted.ok) return lifted;
  const read = flowSchema.safeParse(lifted.value);
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, problems: schemaProblems(read.error.issues, lifted.value) };
}

function parsedText(text: string): Result<Json> {
  try {
    return { ok: true, value: parseJson(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused('not-json', `This text is not JSON: ${reason}.`, 'Choose a file that was exported as a flow.');
  }
}

function lift(input: Json, steps: FormatStep[]): Result<JsonObject> {
  const notFlow = 'Choose a file that was exported as a flow.';
  if (!isObject(input)) return refused('not-a-flow', 'This is JSON, but not a flow.', notFlow);
  let document = input;
  while (document.format !== currentFormat) {
    const { format } = document;
    if (typeof format !== 'number' || !Number.isInteger(format))
      return refused('no-format', 'This document does not say which format of flow it is.', notFlow);
    if (format > currentFormat) {
      return refused(
        'format-too-recent',
        `This flow is of format ${format}; the newest that can be opened here is ${currentFormat}.`,
        'Update Wheelwright, then open it again.',
      );
    }
    const step = steps.find((candidate) => candidate.from === format);
    if (!step) return refused('format-unknown', `No flow was ever of format ${format}.`, notFlow);
    document = { ...step.lift(document), format: format + 1 };
  }
  return { ok: true, value: document };
}

function refused(code: string, message: string, wayOut: string): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [{ code, severity: 'error', message, wayOut, where: {} }] };
}
