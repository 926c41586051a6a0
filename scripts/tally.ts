import { z } from 'zod';

/** How many tests ended how. */
export type Tally = { passed: number; failed: number; skipped: number };

export function total(tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** From the report of vitest's `json` reporter. A file that could not even be read counts as one failed test. */
export function countVitest(report: unknown): Tally {
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = vitestReport.parse(report);
  const failedFiles = testResults.filter((file) => file.status === 'failed');
  const failed = failedFiles.map(
    (file) => file.assertionResults.filter((test) => test.status === 'failed').length || 1,
  );
  return {
    passed: numPassedTests,
    failed: failed.reduce((sum, n) => sum + n, 0),
    skipped: numPendingTests + numTodoTests,
  };
}

/** From the report of Playwright's `json` reporter. Flaky counts as failed: nothing is tried twice here. */
export function countPlaywright(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report);
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed || errors.length, skipped: stats.skipped };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});
