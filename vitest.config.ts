import { defineConfig } from 'vitest/config';

/**
 * Two projects, so that a run over the pure rooms starts no database. Tests of `server` and `drizzle` share one embedded
 * Postgres per run; a file asks for its own database with testDatabase().
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{flow,components,scripts,app,bench}/**/*.test.{ts,tsx}'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'server',
          include: ['{server,drizzle}/**/*.test.{ts,tsx}'],
          environment: 'node',
          globalSetup: ['server/testing/global-setup.ts'],
          // A real database on a busy machine; how long something takes is the benches' matter.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
