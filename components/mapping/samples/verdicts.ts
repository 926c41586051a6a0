import type { JsonSchema } from '#flow/catalog.ts';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { compileMapping } from '#flow/mapping/compile.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import type { Given } from '#flow/mapping/functions.ts';

export interface VerdictsRequest {
  mapping: Mapping;
  schema: JsonSchema | undefined;
  samples: { id: string; body: Json; given: Given }[];
}

/** What a mapping comes to on one sample, without its values. */
export interface Verdict {
  sample: string;
  /** Places where nothing came about; any of them parks the message. */
  troubles: number;
  /** Of the troubles, those that are the mapping's own fault. */
  bugs: number;
  /** Rows that gave something up. */
  lossy: number;
  /** What the first trouble says, else the first remark; empty when it passes clean. */
  words: string;
  /** The rows that have trouble, each with the first of it, without naming the field. */
  rows: { id: string; words: string }[];
}

const wordsOf = (trouble: { field: string; message: string } | undefined): string => {
  if (!trouble) return '';
  const start = `${trouble.field}: `;
  return trouble.message.startsWith(start) ? trouble.message.slice(start.length) : trouble.message;
};

/** Every sample through the engine of a run. Never throws on what a mapping or a sample may hold. */
export async function verdictsOf({ mapping, schema, samples }: VerdictsRequest): Promise<Verdict[]> {
  const compiled = compileMapping(mapping, schema);
  const verdicts: Verdict[] = [];
  for (const { id, body, given } of samples) {
    const outcome = await compiled.run(body, given);
    const troubles = outcome.ok ? [] : outcome.troubles;
    verdicts.push({
      sample: id,
      troubles: troubles.length,
      bugs: troubles.filter((trouble) => trouble.class === 'bug').length,
      lossy: outcome.warnings.length,
      words: troubles[0]?.message ?? outcome.warnings[0]?.message ?? '',
      rows: [...Map.groupBy(troubles, ({ row }) => row)].map(([id, [first]]) => ({ id, words: wordsOf(first) })),
    });
  }
  return verdicts;
}

export const passes = ({ troubles }: Verdict): boolean => troubles === 0;

/** The sample to look at first: most of the mapping's own faults, then most troubles, then most remarks; the first of equals. Undefined when all pass clean. */
export function worstOf(verdicts: Verdict[]): Verdict | undefined {
  const graver = (a: Verdict, b: Verdict) => b.bugs - a.bugs || b.troubles - a.troubles || b.lossy - a.lossy;
  const worst = [...verdicts].sort(graver)[0];
  return worst && worst.troubles + worst.lossy > 0 ? worst : undefined;
}

/** To the worker as JSON text: copying between threads would lose what makes a decimal one. */
export const verdictsText = (request: VerdictsRequest): string => stringifyJson(request as unknown as Json);
export const readVerdictsRequest = (text: string): VerdictsRequest => parseJson(text) as unknown as VerdictsRequest;
