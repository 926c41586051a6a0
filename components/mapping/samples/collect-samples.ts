import type { JsonSchema } from '#flow/catalog.ts';
import { type Json, parseJson } from '#flow/json.ts';
import { type Amount, amounts, madeUp } from '#flow/made-up.ts';
import type { PinnedSample } from '#flow/tests.ts';
import type { MapperSample } from './sample.ts';

export interface Sources {
  /** What the server answers, newest first; a body that is no JSON is left out. */
  answered: { source: 'run' | 'catalog'; name: string; at: string | null; body: string }[] | undefined;
  /** Of this map. */
  pinned: PinnedSample[];
  pasted: MapperSample[];
  /** Stands in until the server answers. */
  example: { name: string; body: Json } | undefined;
  /** What comes to the map, to make messages up from. */
  schema: JsonSchema | undefined;
}

const madeUpWords: Record<Amount, string> = {
  full: 'made up: all fields',
  bare: 'made up: required fields alone',
  empty: 'made up: empty lists',
};

/** All samples of a map in the order in which they are offered: real ones, pinned, pasted, the example, made up ones. */
export function collectSamples({ answered, pinned, pasted, example, schema }: Sources): MapperSample[] {
  const came = (answered ?? []).flatMap(({ source, name, at, body }): MapperSample[] => {
    const value = parsed(body);
    return value === undefined ? [] : [{ id: `${source} ${name} ${at ?? ''}`, source, name, at, body: value }];
  });
  const examples = came.filter(({ source }) => source === 'catalog');
  if (examples.length === 0 && example)
    examples.push({ id: 'catalog', source: 'catalog', name: example.name, at: null, body: example.body });
  return [
    ...distinct(came.filter(({ source }) => source === 'run')),
    ...pinned.flatMap(({ id, name, body, given }): MapperSample[] => {
      const value = parsed(body);
      return value === undefined ? [] : [{ id: `pinned ${id}`, source: 'pinned', name, at: null, body: value, given }];
    }),
    ...pasted,
    ...examples,
    ...(schema ? amounts : []).map(
      (amount): MapperSample => ({
        id: `generated ${amount}`,
        source: 'generated',
        name: madeUpWords[amount],
        at: null,
        body: madeUp(schema ?? {}, amount, example?.body),
      }),
    ),
  ];
}

/** Two messages of one key and moment are told apart by their place. */
function distinct(samples: MapperSample[]): MapperSample[] {
  const seen = new Map<string, number>();
  return samples.map((sample) => {
    const before = seen.get(sample.id) ?? 0;
    seen.set(sample.id, before + 1);
    return before === 0 ? sample : { ...sample, id: `${sample.id} ${before + 1}` };
  });
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
