import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const port = process.env.E2E_PORT || '3999';
const address = `http://127.0.0.1:${port}`;

/** The browser that scripts/services.ts found; without it Playwright looks for its own. */
const executablePath = process.env.CHROMIUM_PATH || undefined;

/** Fetches nothing on its own account; as root, which Chromium's sandbox refuses, without that sandbox. */
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args },
  },
  webServer: {
    command: 'node server/main.ts',
    url: `${address}/healthz`,
    env: { PORT: port, WHEELWRIGHT_DATA: dataFolder(), PUBLIC_URL: '', DATABASE_URL: '', LOG_LEVEL: 'warn' },
    reuseExistingServer: false,
    timeout: 120_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 }, // the embedded Postgres is stopped last
  },
});

/** Empty at the start and gone at the end. Every worker reads this file again: the first reading decides. */
function dataFolder(): string {
  if (process.env.E2E_DATA) return process.env.E2E_DATA;
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-e2e-'));
  process.env.E2E_DATA = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
