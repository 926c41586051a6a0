import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalFlow, type Flow } from './flow.ts';
import { canonicalJson, parseJson } from './json.ts';
import { type FormatStep, readFlow } from './migrate.ts';
import type { Problem } from './problem.ts';
import { draw } from './testing/draw.ts';

const folder = new URL('./formats/', import.meta.url);
const pinned = readdirSync(folder).filter((name) => name.endsWith('.json'));
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');

function opened(input: unknown, steps?: FormatStep[]): Flow {
  const read = readFlow(input, steps);
  if (!read.ok) throw new Error(read.problems.map((problem) => problem.message).join(' '));
  return read.value;
}

function problemsOf(input: unknown): Problem[] {
  const read = readFlow(input);
  return read.ok ? [] : read.problems;
}

describe('a pinned document', () => {
  it.each(pinned)('%s opens, and what is saved opens to the same bytes', (file) => {
    const saved = canonicalFlow(opened(textOf(file)));
    expect(canonicalFlow(opened(saved))).toBe(saved);
  });

  it('of format 1 is saved as it was, every digit kept, to these very bytes', () => {
    const saved = canonicalFlow(opened(textOf('1.json')));
    expect(saved).toBe(canonicalJson(parseJson(textOf('1.json'))));
    expect(saved).toContain('12345678901234567890.123456789');
    expect(createHash('sha256').update(saved).digest('hex')).toBe(bytesOfFormat1);
  });
});

/** Published versions are told apart by this hash: it may never change for a document that stayed the same. */
const bytesOfFormat1 = '8982000026e2aec85364fff7484c2c05d7105220680e0a12a19233ee40b7563a';

describe('older formats', () => {
  const current = draw('order > invoice');
  const steps: FormatStep[] = [
    { from: 0, lift: ({ title, ...rest }) => ({ ...rest, name: title ?? '' }) },
    { from: -1, lift: ({ steps: nodes, ...rest }) => ({ ...rest, nodes: nodes ?? [] }) },
  ];
  const { name, nodes, ...rest } = current;

  it('are lifted one numbered step after the other', () => {
    expect(opened({ ...rest, nodes, title: name, format: 0 }, steps)).toEqual(current);
    expect(opened({ ...rest, steps: nodes, title: name, format: -1 }, steps)).toEqual(current);
  });

  it('are opened as text too', () => {
    expect(opened(JSON.stringify({ ...rest, nodes, title: name, format: 0 }), steps)).toEqual(current);
  });
});

describe('what is no flow', () => {
  const flow = draw('order > map');
  const [order, map] = flow.nodes;
  const refusals: [unknown, string, string, Problem['where']][] = [
    ['{"format":', 'not-json', 'This text is not JSON: Unexpected end of JSON input.', {}],
    ['[]', 'not-a-flow', 'This is JSON, but not a flow.', {}],
    [null, 'not-a-flow', 'This is JSON, but not a flow.', {}],
    [{ name: 'x' }, 'no-format', 'This document does not say which format of flow it is.', {}],
    [{ format: 1.5 }, 'no-format', 'This document does not say which format of flow it is.', {}],
    [{ format: 0 }, 'format-unknown', 'No flow was ever of format 0.', {}],
    [
      { ...flow, format: 7 },
      'format-too-recent',
      'This flow is of format 7; the newest that can be opened here is 1.',
      {},
    ],
    [{ ...flow, name: '' }, 'not-a-flow', '“name” of this flow is empty.', { field: 'name' }],
    [{ ...flow, name: undefined }, 'not-a-flow', '“name” of this flow is missing.', { field: 'name' }],
    [{ ...flow, nodes: {} }, 'not-a-flow', '“nodes” of this flow must be a list.', { field: 'nodes' }],
    [{ ...flow, secrets: 1 }, 'not-a-flow', '“secrets” of this flow is not a part of a flow.', { field: 'secrets' }],
    [
      { ...flow, pattern: 'mesh' },
      'not-a-flow',
      '“pattern” of this flow must be one of “point-to-point”, “hub-and-spoke”, “event-driven”, “batch-etl”.',
      { field: 'pattern' },
    ],
    [
      { ...flow, settings: { order: 'none', keepDays: 8 } },
      'not-a-flow',
      '“settings.keepDays” of this flow has a value that is not offered.',
      { field: 'settings.keepDays' },
    ],
    [
      { ...flow, needs: { eventsPerDay: -1 } },
      'not-a-flow',
      '“needs.eventsPerDay” of this flow is under the limit of 0.',
      { field: 'needs.eventsPerDay' },
    ],
    [
      { ...flow, nodes: [order, { ...map, operation: 'map' }] },
      'not-a-flow',
      '“operation” of “Map” is not in the right form: “map”.',
      { node: 'map', field: 'operation' },
    ],
    [
      { ...flow, nodes: [order, { ...map, name: 'x'.repeat(81) }] },
      'not-a-flow',
      `“name” of “${'x'.repeat(81)}” is over the limit of 80.`,
      { node: 'map', field: 'name' },
    ],
    [{ ...flow, nodes: [order, 5] }, 'not-a-flow', 'The node number 2 must be an object.', {}],
    [
      { ...flow, edges: [{ id: 'a-b', from: { node: 'a', port: 'out' } }] },
      'not-a-flow',
      '“to” of “a-b” is missing.',
      { edge: 'a-b', field: 'to' },
    ],
  ];
  it.each(refusals.map(([input, code, message, where]) => ({ input, code, message, where })))(
    'is refused as $code: $message',
    ({ input, code, message, where }) => {
      expect(problemsOf(input)).toMatchObject([{ code, message, where, severity: 'error' }]);
    },
  );

  it('is told of all at once', () => {
    expect(problemsOf({ ...flow, name: '', pattern: 'mesh', nodes: [{ ...map, config: 5 }] })).toHaveLength(3);
  });
});
