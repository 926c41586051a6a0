import { test as base, expect } from '@playwright/test';

export { expect };

/** Playwright's test, with an eye on every page: what its console calls an error, what its scripts throw and what it asks of strangers fails the test. */
export const test = base.extend<{ troubles: string[] }>({
  troubles: [
    async ({ page, baseURL }, use) => {
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isRefusal(message.text())) troubles.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) troubles.push(`asked a stranger: ${request.url()}`);
      });
      await use(troubles);
      expect(troubles).toEqual([]);
    },
    { auto: true },
  ],
});

/** The API says no with a 400 or 409, which Chromium logs by itself; the page has to say why. */
const isRefusal = (words: string): boolean => /the server responded with a status of (400|409)/.test(words);
