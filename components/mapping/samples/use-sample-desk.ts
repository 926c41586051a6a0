'use client';

import { useCallback, useMemo, useState } from 'react';
import { toast } from '#components/ui/toast.tsx';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Change } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { type Json, stringifyJson } from '#flow/json.ts';
import { kindOf } from '#flow/mapping/shape.ts';
import { freeKeptId, type PinnedSample, whyNotKept } from '#flow/tests.ts';
import { collectSamples, type Sources } from './collect-samples.ts';
import { readPasted } from './pasted.ts';
import { givenOf, type MapperSample } from './sample.ts';

/** The samples of one map, which of them is at hand, and what can be done with them. */
export interface SampleDesk {
  samples: MapperSample[];
  chosen: MapperSample | undefined;
  /** Of the chosen one. */
  index: number;
  /** Of the organisation that is written to. */
  zone: string;
  choose(id: string): void;
  /** To the next or the one before, round the ends. */
  step(by: 1 | -1): void;
  /** Takes the messages in a text and chooses the first. @returns what is wrong with it, in words */
  paste(text: string): string | undefined;
  /** Keeps a sample with the flow by name. */
  pin(sample: MapperSample): void;
  /** Lets a pinned or pasted sample go. */
  drop(sample: MapperSample): void;
}

/** Pasted samples outlast the closing of the map, not the page. */
const pastedOf = new Map<string, MapperSample[]>();
let pastes = 0;

export function useSampleDesk({
  flowId,
  nodeId,
  flow,
  zone,
  schema,
  answered,
  example,
  commit,
}: {
  flowId: string;
  nodeId: string;
  flow: Flow;
  zone: string;
  /** Of what comes to the map. */
  schema: JsonSchema | undefined;
  answered: Sources['answered'];
  example: { name: string; body: Json } | undefined;
  commit: (change: Change) => unknown;
}): SampleDesk {
  const place = `${flowId} ${nodeId}`;
  const [pasted, setPasted] = useState<MapperSample[]>(() => pastedOf.get(place) ?? []);
  const [id, setId] = useState<string>();
  const pinned = useMemo(() => mine(flow.samples, nodeId), [flow.samples, nodeId]);
  const { name, body } = example ?? {};
  const samples = useMemo(
    () =>
      collectSamples({
        answered,
        pinned,
        pasted,
        schema,
        example: name === undefined || body === undefined ? undefined : { name, body },
      }),
    [answered, pinned, pasted, schema, name, body],
  );
  const found = samples.findIndex((sample) => sample.id === id);
  const index = Math.max(0, found);

  const keepPasted = useCallback(
    (next: MapperSample[]) => {
      pastedOf.set(place, next);
      setPasted(next);
    },
    [place],
  );

  return {
    samples,
    chosen: samples[index],
    index,
    zone,
    choose: setId,
    step: (by) => setId(samples[(index + by + samples.length) % samples.length]?.id),
    paste(text) {
      const read = readPasted(text, kindOf(schema) === 'array');
      if (!read.ok) return read.words;
      const fresh = read.bodies.map((one): MapperSample => {
        pastes += 1;
        return { id: `pasted ${pastes}`, source: 'pasted', name: `pasted ${pastes}`, at: null, body: one };
      });
      keepPasted([...pasted, ...fresh]);
      setId(fresh[0]?.id);
      if (read.left > 0) toast(`The first ${fresh.length} messages are taken, ${read.left} are left out.`);
      return undefined;
    },
    pin(sample) {
      const kept: PinnedSample = {
        id: freeKeptId('sample', flow.samples),
        node: nodeId,
        name: sample.name.slice(0, 80),
        body: stringifyJson(sample.body),
        given: { now: givenOf(sample, zone).now, zone: givenOf(sample, zone).zone },
      };
      const why = whyNotKept({ samples: [...(flow.samples ?? []), kept] });
      if (why) return void toast(`Not pinned. ${why}`, { mark: 'warn', id: 'mapper-pin' });
      commit({ kind: 'pin-sample', sample: kept });
      setId(`pinned ${kept.id}`);
      toast(`“${kept.name}” is kept with the flow.`, { mark: 'ok', id: 'mapper-pin' });
    },
    drop(sample) {
      if (sample.source === 'pasted') keepPasted(pasted.filter((one) => one.id !== sample.id));
      else if (sample.source === 'pinned')
        commit({ kind: 'unpin-samples', samples: [sample.id.slice('pinned '.length)] });
    },
  };
}

const mine = (samples: PinnedSample[] | undefined, node: string): PinnedSample[] =>
  (samples ?? []).filter((sample) => sample.node === node);
