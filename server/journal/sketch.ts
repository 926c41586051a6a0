import { DDSketch } from '@datadog/sketches-js';

/** Percentiles are within this part of the true value, however many sketches were merged. */
export const accuracy = 0.01;

/** An empty sketch of durations in ms. All of ours are alike, so that any two can be merged. */
export const createSketch = (): DDSketch => new DDSketch({ relativeAccuracy: accuracy });

/**
 * A sketch in base64 of: how many zeros, then each filled bin as the distance of its key from the one before (the first from
 * -1000, below any duration) and its weight, all as variable-length whole numbers. The library's own form is made of all
 * bins, empty ones too, at eight bytes each (over a kilobyte for the smallest sketch) and needs protobufjs; this is about
 * three bytes per filled bin.
 */
export function packSketch(sketch: DDSketch): string {
  const { bins, offset, minKey, maxKey } = sketch.store;
  let end = writeNumber(0, sketch.zeroCount);
  let before = firstKey;
  for (let key = minKey; key <= maxKey; key++) {
    const weight = bins[key - offset];
    if (!weight) continue;
    end = writeNumber(writeNumber(end, key - before), weight);
    before = key;
  }
  return page.toString('base64', 0, end);
}

export function unpackSketch(packed: string): DDSketch {
  const sketch = createSketch();
  const reader = { bytes: Buffer.from(packed, 'base64'), at: 0 };
  const zeros = readNumber(reader);
  if (zeros > 0) sketch.accept(0, zeros);
  for (let key = firstKey; reader.at < reader.bytes.length; ) {
    key += readNumber(reader);
    sketch.accept(sketch.mapping.value(key), readNumber(reader));
  }
  return sketch;
}

/** Merges all into one; the order makes no difference. */
export function mergeSketches(packed: Iterable<string>): DDSketch {
  const merged = createSketch();
  for (const one of packed) merged.merge(unpackSketch(one));
  return merged;
}

/** Key -1000 is 2 billionths of a millisecond. */
const firstKey = -1000;

/** Written to by one call at a time. 32,000 bins of 100 years' durations would not fill it: there are 1,500. */
const page = Buffer.alloc(1 << 18);

function writeNumber(at: number, n: number): number {
  let end = at;
  let rest = n;
  for (; rest >= 128; rest = Math.floor(rest / 128)) page[end++] = (rest % 128) + 128;
  page[end++] = rest;
  return end;
}

function readNumber(reader: { bytes: Uint8Array; at: number }): number {
  let n = 0;
  let scale = 1;
  for (;;) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('A sketch ends in the middle of a number.');
    n += (byte % 128) * scale;
    if (byte < 128) return n;
    scale *= 128;
  }
}
