import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '#flow/json.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';

/**
 * Each folder under scenarios/ is a test: its README draws the graph, flow.json is the version that runs, input.json the
 * bodies that arrive together, journal.json what must be journaled, leg by leg, the state each message ends in, and what
 * arrived at the targets. A new scenario needs no code: without a journal.json the test prints what happened.
 */
const folder = path.join(import.meta.dirname, 'scenarios');

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('scenario', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const read = (file: string) => readFileSync(path.join(folder, name, file), 'utf8');
    const happened = await bench.play(parseJson(read('flow.json')), parseJson(read('input.json')));
    if (!existsSync(path.join(folder, name, 'journal.json')))
      console.log(`${name}/journal.json\n${stringifyJson(happened, 2)}`);
    expect(happened).toEqual(parseJson(read('journal.json')));
  });
});
