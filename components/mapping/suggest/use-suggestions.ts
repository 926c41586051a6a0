'use client';

import { useCallback, useMemo, useState } from 'react';
import { counted } from '#components/ui/format.ts';
import type { Json } from '#flow/json.ts';
import { accept, type SuggestionScope } from '#flow/mapping/automap.ts';
import type { MapperView } from '../use-mapper.ts';
import { type Reviewed, reviewed } from './reviewed.ts';

/** So many pairs of fields are compared on the side; where there are more, suggestions wait until they are asked for. */
const fewPairs = 60_000;

/**
 * The suggestions for what is not mapped yet, all of them or those within two objects. What is rejected is not suggested again
 * while the mapper is open.
 */
export function useSuggestions(view: MapperView, body: Json | undefined, isAsked: boolean, within?: Within) {
  const [rejected, setRejected] = useState<ReadonlySet<string>>(new Set());
  const { mapping, model, replace } = view;
  const isFew = model.sources.length * model.targets.length <= fewPairs;
  const lines = useMemo(
    () => (isAsked || isFew ? reviewed(mapping, model, body, rejected, within) : []),
    [mapping, model, body, rejected, within, isAsked, isFew],
  );
  const take = useCallback(
    (chosen: Reviewed[]) => {
      const { sourceSchema, targetSchema } = model;
      if (!sourceSchema || !targetSchema) return;
      const picked = chosen.map(({ suggestion }) => suggestion);
      const words = chosen.length === 1 ? undefined : `${counted(chosen.length, 'line')} drawn.`;
      replace(accept(mapping, picked, sourceSchema, targetSchema), words);
    },
    [mapping, model, replace],
  );
  const reject = useCallback((line: Reviewed) => setRejected((before) => new Set(before).add(line.key)), []);
  /** How many there are within two objects. */
  const count = useCallback(
    (within: Within) => reviewed(mapping, model, body, rejected, within).length,
    [mapping, model, body, rejected],
  );
  return { lines, take, reject, count };
}

type Within = NonNullable<SuggestionScope['within']>;
