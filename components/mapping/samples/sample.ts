import { relative } from '#components/ui/format.ts';
import type { Json } from '#flow/json.ts';
import type { Given } from '#flow/mapping/functions.ts';

/** Where a sample comes from, in the order in which they are offered. */
export const sampleSources = ['run', 'pinned', 'pasted', 'catalog', 'generated'] as const;
export type SampleSource = (typeof sampleSources)[number];

/** A body to map on, parsed. */
export interface MapperSample {
  /** The same as long as the page is open, also when newer ones come. */
  id: string;
  name: string;
  source: SampleSource;
  /** When it came; null where it never did. */
  at: string | null;
  body: Json;
  /** What stood for clock and zone when it was pinned. */
  given?: Given;
}

/** A sample that never came came at no time; `$now()` then says this. */
const exampleTime = '2026-01-15T09:00:00.000Z';

/** Clock and zone of an evaluation on a sample. @param zone of the organisation that is written to */
export function givenOf(sample: MapperSample | undefined, zone: string): Given {
  return sample?.given ?? { now: sample?.at ?? exampleTime, zone };
}

/** `#1047, 4 min ago`; one that never came says what it is. @param now 0: the age is left out */
export function sampleWords({ source, name, at }: MapperSample, now: number): string {
  if (source === 'run') return at && now ? `${name}, ${relative(at, now)}` : name;
  const start = { pinned: 'pinned', pasted: 'pasted', catalog: 'example', generated: 'made up' }[source];
  return name.startsWith(start) ? name : `${start}: ${name}`;
}
