import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { libraryOf } from '#flow/mapping/jsonata/library.ts';
import { type Limits, type Names, type PreparedJsonata, prepareJsonata } from '#flow/mapping/jsonata/prepare.ts';
import { AskReference } from '#flow/mapping/jsonata/world.ts';
import { dataFile, dataJson } from '../testing/contract-data.ts';

/** One case of the reference's own suite: an expression over its data or a named set of data. */
interface Case {
  group: string;
  file: string;
  index: number;
  expr: string;
  data?: unknown;
  dataset?: string | null;
  bindings?: Names;
  /** Milliseconds, and nested evaluations. */
  timelimit?: number;
  depth?: number;
  result?: unknown;
  undefinedResult?: boolean;
  /** The elements of the result may come in any order. */
  unordered?: boolean;
  code?: string;
  error?: { code: string };
}

const sets = dataJson<JsonObject>('jsonata/datasets.json');
const cases = dataFile('jsonata/cases.jsonl')
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
  .map(
    (one) => [`${one.group}/${one.file} ${one.index}: ${one.expr.replace(/\s+/g, ' ').slice(0, 100)}`, one] as const,
  );

/** The reference's own functions alone: a mapping's refuse chance and the clock. */
const library = libraryOf([]);

/** The suite’s own clock and counter give this code; ours are the library’s, with codes of their own. */
const runaway: Record<string, string[]> = { U1001: ['D1011', 'D1012'] };

const count = { compiled: 0, unreadable: 0, asked: 0, left: 0 };

type Outcome = { value: unknown } | { code: string | undefined };

const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const failed = (thrown: unknown): Outcome => ({ code: (thrown as { code?: string }).code });

async function outcomeOf(work: () => unknown): Promise<Outcome> {
  try {
    return { value: asJson(await work()) };
  } catch (thrown) {
    return failed(thrown);
  }
}

function dataOf(one: Case): unknown {
  if ('data' in one) return structuredClone(one.data);
  return typeof one.dataset === 'string' ? structuredClone(sets[one.dataset]) : undefined;
}

function prepared(one: Case): PreparedJsonata | Outcome {
  const limits: Limits = { timeout: one.timelimit ?? 10_000, stack: one.depth ?? 1000 };
  try {
    return prepareJsonata(one.expr, library, limits);
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Compiled code alone gives what the reference alone gives, where it does not hand the case back. */
async function checkEqual(one: Case, { run, reference }: PreparedJsonata): Promise<void> {
  if (!run) {
    count.left += 1;
    return;
  }
  count.compiled += 1;
  try {
    run(dataOf(one), one.bindings ?? {});
  } catch (thrown) {
    if (thrown instanceof AskReference) {
      count.asked += 1;
      return;
    }
  }
  const ours = await outcomeOf(() => run(dataOf(one), one.bindings ?? {}));
  expect(ours).toEqual(await outcomeOf(() => reference(dataOf(one), one.bindings ?? {})));
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((element) => JSON.stringify(element)).sort() : value;

describe('JSONata', () => {
  it.each(cases)('%s', async (_, one) => {
    const expression = prepared(one);
    if (!('ast' in expression)) count.unreadable += 1;
    const outcome =
      'ast' in expression ? await outcomeOf(() => expression.evaluate(dataOf(one), one.bindings ?? {})) : expression;
    const code = one.code ?? one.error?.code;
    if (code) expect(runaway[code] ?? [code]).toContain('code' in outcome ? outcome.code : outcome.value);
    else if (one.undefinedResult) expect(outcome).toEqual({ value: undefined });
    else if (one.unordered) expect(sorted('value' in outcome ? outcome.value : outcome)).toEqual(sorted(one.result));
    else expect(outcome).toEqual({ value: one.result });
    if ('ast' in expression) await checkEqual(one, expression);
  });

  afterAll(() => {
    const { compiled, left, asked, unreadable } = count;
    console.log(
      `JSONata: ${cases.length} cases. ${compiled} compiled (${asked} of them handed back while running), ` +
        `${left} left to the reference library, ${unreadable} that cannot be parsed.`,
    );
    expect(compiled).toBeGreaterThan(700);
  });
});
