import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import type { Preview, PreviewRequest } from './preview.ts';

/** To and from the worker everything travels as JSON text: copying between threads would lose what makes a decimal one. */

export const requestText = (request: PreviewRequest): string => stringifyJson(request as unknown as Json);

export const readRequest = (text: string): PreviewRequest => parseJson(text) as unknown as PreviewRequest;

/** JSON has no `undefined`: a value travels as a list of one, nothing as an empty list. */
export function answerText({ value, rows, ...rest }: Preview): string {
  const traces = [...rows].map(([id, trace]) => [id, { ...trace, values: trace.values.map(boxed) }]);
  return stringifyJson({ ...rest, value: boxed(value), rows: traces } as unknown as Json);
}

export function readAnswer(text: string): Preview {
  const { value, rows, ...rest } = parseJson(text) as unknown as Omit<Preview, 'value' | 'rows'> & {
    value: Json[];
    rows: [string, Omit<RowTrace, 'values'> & { values: Json[][] }][];
  };
  const traces = rows.map(([id, trace]): [string, RowTrace] => [
    id,
    { ...trace, values: trace.values.map(([one]) => one) },
  ]);
  return { ...rest, value: value[0], rows: new Map(traces) };
}

const boxed = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);
