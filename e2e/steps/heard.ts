import type { Page, Response } from '@playwright/test';

/** Everything the server says to a page from now on, as text: headers and bodies. The stream of news never ends and is left out. */
export function listen(page: Page): { all(): Promise<string[]> } {
  const said: Promise<string>[] = [];
  page.on('response', (response) => said.push(textOf(response)));
  return { all: () => Promise.all(said) };
}

async function textOf(response: Response): Promise<string> {
  const headers = JSON.stringify(await response.allHeaders());
  const streams = headers.includes('text/event-stream');
  // A page that is left takes its unread bodies with it.
  const body = streams ? '' : await response.text().catch(() => '');
  return `${response.url()}\n${headers}\n${body}`;
}
