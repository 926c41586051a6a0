import type { Json } from '#flow/json.ts';
import { type Suggestion, type SuggestionScope, suggestions } from '#flow/mapping/automap.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import type { MapperModel } from '../mapper-model.ts';
import { sourceKey } from '../source-rows.ts';
import type { TargetRow } from '../target-rows.ts';
import { sampleAt, valueWords } from '../value-words.ts';

/** A suggested line as it is put before a person. */
export interface Reviewed {
  /** The same line has the same key as long as the mapper is open. */
  key: string;
  suggestion: Suggestion;
  from: string;
  to: string;
  /** The sample's value there. */
  value: string;
  why: string;
  /** 0 to 1. */
  confidence: number;
  /** The target's row in the tree. */
  row?: TargetRow;
}

/** The lines that are suggested, without those that were rejected, in the order of the target. */
export function reviewed(
  mapping: Mapping,
  model: MapperModel,
  body: Json | undefined,
  rejected: ReadonlySet<string>,
  /** Only what lies within these two. */
  within?: SuggestionScope['within'],
): Reviewed[] {
  const { sourceSchema, targetSchema } = model;
  if (!sourceSchema || !targetSchema) return [];
  const targets = new Map(model.targets.map((row) => [pathWords(row.path), row]).reverse() as [string, TargetRow][]);
  return suggestions(mapping, sourceSchema, targetSchema, { within, sample: body }).flatMap((suggestion) => {
    const [from, to] = [sourceKey(suggestion.source), pathWords(suggestion.target)];
    const key = `${from} ${to}`;
    if (rejected.has(key)) return [];
    const value = valueWords(sampleAt(body, suggestion.source));
    return [
      { key, suggestion, from, to, value, why: suggestion.why, confidence: suggestion.score, row: targets.get(to) },
    ];
  });
}
