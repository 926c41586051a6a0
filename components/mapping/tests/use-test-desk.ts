'use client';

import { useMemo } from 'react';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Change } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { type Json, stringifyJson } from '#flow/json.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import type { TestResult } from '#flow/mapping-tests.ts';
import { type FlowTest, freeKeptId, whyNotKept } from '#flow/tests.ts';
import { askText } from '../ask-text.ts';
import { useWorkerAnswer } from '../use-worker-answer.ts';

/** The tests of one map, what each comes to now, and what can be done with them. */
export interface TestDesk {
  tests: FlowTest[];
  /** By test id; one that is not there yet was not run since it changed. */
  results: ReadonlyMap<string, TestResult>;
  failing: number;
  isStopped: boolean;
  /** @returns why it is not kept, in words */
  save(test: Pick<FlowTest, 'name' | 'input' | 'expected' | 'given'>): string | undefined;
  rename(test: FlowTest, name: string): void;
  /** From now on what comes is what is expected. */
  accept(tests: FlowTest[]): void;
  remove(test: FlowTest): void;
}

const pauseMs = 300;
const longestMs = 6_000;

export function useTestDesk({
  nodeId,
  flow,
  mapping,
  schema,
  commit,
}: {
  nodeId: string;
  flow: Flow;
  mapping: Mapping;
  schema: JsonSchema | undefined;
  commit: (change: Change) => unknown;
}): TestDesk {
  const tests = useMemo(() => (flow.tests ?? []).filter(({ node }) => node === nodeId), [flow.tests, nodeId]);
  const request = useMemo(
    () =>
      tests.length === 0 ? undefined : askText('tests', stringifyJson({ mapping, schema, tests } as unknown as Json)),
    [mapping, schema, tests],
  );
  const { text, isStopped } = useWorkerAnswer(request, pauseMs, longestMs);
  const results = useMemo(() => {
    const all = text === undefined ? [] : (JSON.parse(text) as TestResult[]);
    return new Map(all.map((result) => [result.test, result]));
  }, [text]);

  return {
    tests,
    results,
    failing: tests.filter(({ id }) => results.get(id)?.passed === false).length,
    isStopped,
    save(test) {
      const kept = { ...test, id: freeKeptId('test', flow.tests), node: nodeId, name: test.name.slice(0, 80) };
      const why = whyNotKept({ tests: [...(flow.tests ?? []), kept] });
      if (why === undefined) commit({ kind: 'put-tests', tests: [kept], label: `Save the test “${kept.name}”` });
      return why;
    },
    rename(test, name) {
      const trimmed = name.trim().slice(0, 80);
      if (trimmed === '' || trimmed === test.name) return;
      commit({ kind: 'put-tests', tests: [{ ...test, name: trimmed }], label: `Rename a test to “${trimmed}”` });
    },
    accept(chosen) {
      const changed = chosen.flatMap((test) => {
        const came = results.get(test.id)?.came;
        return came == null ? [] : [{ ...test, expected: came }];
      });
      const label = changed.length === 1 ? `Update the test “${changed[0]?.name}”` : `Update ${changed.length} tests`;
      if (changed.length > 0) commit({ kind: 'put-tests', tests: changed, label });
    },
    remove: (test) => void commit({ kind: 'remove-tests', tests: [test.id] }),
  };
}
