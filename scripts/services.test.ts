import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeServices, findServices } from './services.ts';

describe('finding what the tests need', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes first what the environment names, and tells how it was found', async () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    const found = await findServices();
    expect(describeServices(found)).toContain(`Chromium  ${process.execPath}  named by CHROMIUM_PATH`);
  });

  it('refuses a name that leads nowhere rather than quietly taking another', async () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
    await expect(findServices()).rejects.toThrow('CHROMIUM_PATH is /nowhere/chromium, which does not exist');
  });

  it('tells the way out for what was not found', () => {
    const missing = { name: 'Chromium', variable: 'CHROMIUM_PATH', ways: [], wayOut: 'Install it.', found: null };
    expect(describeServices([missing])).toBe('  Chromium  not found  Install it.');
  });
});
