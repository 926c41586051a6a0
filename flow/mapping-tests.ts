import { type Catalog, type JsonSchema, operationOf } from './catalog.ts';
import { type Flow, nodeOf } from './flow.ts';
import { canonicalJson, isObject, type Json, parseJson, stringifyJson } from './json.ts';
import { type CompiledMapping, compileMapping } from './mapping/compile.ts';
import { emptyMapping, type Mapping, mappingSchema } from './mapping/document.ts';
import { mappingEnds, mappingField } from './mapping/ends.ts';
import { own, pathWords } from './mapping/path.ts';
import type { Problem } from './problem.ts';
import type { FlowTest } from './tests.ts';

/** One place where what came is not what was expected. JSON texts; null where there is nothing. */
export interface OutputDifference {
  /** Counted: `LineItems[1].UnitAmount`; empty for the body itself. */
  field: string;
  expected: string | null;
  came: string | null;
}

export interface TestResult {
  test: string;
  passed: boolean;
  /** Why it failed, in a sentence without its end; empty when it passed. */
  words: string;
  differences: OutputDifference[];
  /** What came, JSON text; null where the message would be parked. */
  came: string | null;
}

const mostDifferences = 50;

/** Runs tests of one mapping, each as a message would run. Never throws on what a test or a mapping may hold. */
export async function runTests(
  mapping: Mapping,
  target: JsonSchema | undefined,
  tests: FlowTest[],
): Promise<TestResult[]> {
  const compiled = compileMapping(mapping, target);
  const results: TestResult[] = [];
  for (const test of tests) results.push(await runTest(compiled, test));
  return results;
}

/** Every test of a flow, in the order of its nodes. A test of a node that is gone, or is no map any more, fails. */
export async function runFlowTests(flow: Flow, catalog: Catalog): Promise<(TestResult & { node: string })[]> {
  const byNode = Map.groupBy(flow.tests ?? [], ({ node }) => node);
  const results: (TestResult & { node: string })[] = [];
  for (const [node, tests] of byNode) {
    const mapping = mappingIn(flow, catalog, node);
    const ran = mapping
      ? await runTests(mapping, mappingEnds(flow, catalog, node).target?.schema, tests)
      : tests.map(({ id }) => failed(id, 'its map is gone, or cannot be read'));
    results.push(...ran.map((result) => ({ ...result, node })));
  }
  return results;
}

/** What stands in the way of publishing: one error per failing test. */
export async function testProblems(flow: Flow, catalog: Catalog): Promise<Problem[]> {
  const results = await runFlowTests(flow, catalog);
  return results.flatMap((result): Problem[] => {
    if (result.passed) return [];
    const name = flow.tests?.find(({ id }) => id === result.test)?.name ?? result.test;
    const node = nodeOf(flow, result.node);
    return [
      {
        code: 'test-failed',
        severity: 'error',
        message: `In “${node?.name ?? result.node}”, the test “${name}” fails: ${result.words}.`,
        wayOut: 'Mend the map, or open its tests and say that this is what it shall give, or remove the test.',
        where: { node: result.node, field: `tests.${result.test}` },
      },
    ];
  });
}

/** Where two JSON values differ, in the order of the expected one; how an object's fields are ordered does not count. */
export function differencesOf(expected: Json, came: Json): OutputDifference[] {
  const found: OutputDifference[] = [];
  compare(expected, came, '', found);
  return found;
}

async function runTest(compiled: CompiledMapping, test: FlowTest): Promise<TestResult> {
  const input = parsed(test.input);
  const expected = parsed(test.expected);
  if (input === undefined || expected === undefined) return failed(test.id, 'what it keeps is no JSON any more');
  const outcome = await compiled.run(input, test.given);
  if (!outcome.ok) {
    const [first] = outcome.troubles;
    const more = outcome.troubles.length - 1;
    const words = `the message would be parked: ${(first?.message ?? '').replace(/\.+$/, '')}`;
    return failed(test.id, more > 0 ? `${words}, and ${more} more` : words);
  }
  const came = stringifyJson(outcome.value);
  const differences = differencesOf(expected, outcome.value);
  const [first] = differences;
  if (!first) return { test: test.id, passed: true, words: '', differences, came };
  const more = differences.length - 1;
  const words = `${differenceWords(first)}${more > 0 ? `, and ${more === mostDifferences - 1 ? 'many' : more} more` : ''}`;
  return { test: test.id, passed: false, words, differences, came };
}

function differenceWords({ field, expected, came }: OutputDifference): string {
  const name = field === '' ? 'the body' : field;
  if (came === null) return `${name} is missing, it should be ${short(expected)}`;
  return expected === null
    ? `${name} is ${short(came)}, it should not be there`
    : `${name} is ${short(came)}, it should be ${short(expected)}`;
}

const short = (text: string | null): string => (text && text.length > 60 ? `${text.slice(0, 57)}…` : (text ?? ''));

const failed = (test: string, words: string): TestResult => ({
  test,
  passed: false,
  words,
  differences: [],
  came: null,
});

function mappingIn(flow: Flow, catalog: Catalog, id: string): Mapping | undefined {
  const node = nodeOf(flow, id);
  const operation = node && operationOf(catalog, node.operation);
  const key = operation && mappingField(operation);
  const read = key === undefined ? undefined : mappingSchema.safeParse(node?.config[key] ?? emptyMapping);
  return read?.success ? read.data : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** @param place counted from the body: `LineItems[1]` */
function compare(expected: Json | undefined, came: Json | undefined, place: string, found: OutputDifference[]): void {
  if (found.length >= mostDifferences) return;
  if (isObject(expected) && isObject(came)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(came)])) {
      const inner = pathWords([name]);
      compare(own(expected, name), own(came, name), place === '' ? inner : `${place}.${inner}`, found);
    }
  } else if (Array.isArray(expected) && Array.isArray(came)) {
    const length = Math.max(expected.length, came.length);
    for (let index = 0; index < length; index++) compare(expected[index], came[index], `${place}[${index}]`, found);
  } else {
    const [should, does] = [written(expected), written(came)];
    if (should !== does) found.push({ field: place, expected: should, came: does });
  }
}

const written = (value: Json | undefined): string | null => (value === undefined ? null : canonicalJson(value));
