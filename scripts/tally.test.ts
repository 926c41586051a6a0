import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, total } from './tally.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the tally of tests', () => {
  it('reads vitest’s report', () => {
    const report = {
      numPassedTests: 2,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [file('passed', 'passed', 'pending', 'todo'), file('failed', 'passed', 'failed')],
    };
    expect(countVitest(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be read as one failed test', () => {
    const report = { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [file('failed')] };
    expect(countVitest(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('reads Playwright’s report, where flaky is failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };
    expect(countPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('counts an error outside of any Playwright test', () => {
    const report = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{ message: 'no server' }] };
    expect(countPlaywright(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('adds up', () => {
    const one = { passed: 1, failed: 0, skipped: 2 };
    expect(total([one, { passed: 3, failed: 1, skipped: 0 }])).toEqual({ passed: 4, failed: 1, skipped: 2 });
    expect(total([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
