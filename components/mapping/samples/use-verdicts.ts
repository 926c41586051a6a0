'use client';

import { useMemo } from 'react';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { askText } from '../ask-text.ts';
import { useWorkerAnswer } from '../use-worker-answer.ts';
import { type RowFailures, rowFailures } from './row-failures.ts';
import { givenOf, type MapperSample } from './sample.ts';
import { passes, type Verdict, verdictsText, worstOf } from './verdicts.ts';

export interface Verdicts {
  /** By sample id; empty until the first are there. */
  bySample: ReadonlyMap<string, Verdict>;
  /** Of those that count: what was made up only does where there is nothing else. */
  passing: number;
  counted: number;
  worst: Verdict | undefined;
  /** By row id, where several samples count. */
  failing: ReadonlyMap<string, RowFailures>;
  isStopped: boolean;
}

/** After the preview: what is at hand comes first. */
const pauseMs = 300;
const longestMs = 4_000;

/** What the mapping comes to on every sample, some time after the last change. */
export function useVerdicts(
  mapping: Mapping,
  schema: JsonSchema | undefined,
  samples: MapperSample[],
  zone: string,
): Verdicts {
  const request = useMemo(() => {
    if (samples.length === 0) return undefined;
    const bodies = samples.map((sample) => ({ id: sample.id, body: sample.body, given: givenOf(sample, zone) }));
    return askText('verdicts', verdictsText({ mapping, schema, samples: bodies }));
  }, [mapping, schema, samples, zone]);
  const { text, isStopped } = useWorkerAnswer(request, pauseMs, longestMs);
  return useMemo(() => {
    const all = text === undefined ? [] : (JSON.parse(text) as Verdict[]);
    const real = all.filter(({ sample }) => !sample.startsWith('generated '));
    const verdicts = real.length > 0 ? real : all;
    return {
      bySample: new Map(all.map((verdict) => [verdict.sample, verdict])),
      passing: verdicts.filter(passes).length,
      counted: verdicts.length,
      worst: worstOf(verdicts),
      failing: rowFailures(verdicts),
      isStopped,
    };
  }, [text, isStopped]);
}
