import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { removeDrawnFlows } from './steps/designer.ts';
import { openRunOf, proofOf } from './steps/runs.ts';
import { endFailures, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(async ({ request }) => {
  await endFailures(request);
  await removeDrawnFlows(request);
});

/** Opens the ledger under the drawing of the flow that is shown. */
async function openLedger(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Ledger' }).click();
  const ledger = page.getByRole('region', { name: 'Ledger' });
  await expect(ledger.getByRole('status')).toHaveText('Gap 0');
  return ledger;
}

/** A number of the ledger's one trigger, by the head of its column. */
async function amountOf(ledger: Locator, column: string): Promise<string> {
  const heads = (await ledger.getByRole('columnheader').allTextContents()).map((head) => head.replace(/^[=+]/, ''));
  const cells = await ledger.getByRole('row').nth(1).getByRole('cell').allTextContents();
  return cells[heads.indexOf(column)] ?? `no column ${column}`;
}

test('an order that comes twice is one message, the ledger shows both, and its gap is 0', async ({ page, request }) => {
  const { flow, hook } = await hookFlow(request, 'Ledger shown', {});
  for (const id of ['a', 'b', 'a', 'a']) await request.post(hook, { data: { id, keep: false } });

  await page.goto(`/flows/${flow}`);
  const ledger = await openLedger(page);
  await expect.poll(() => amountOf(ledger, 'Filtered')).toBe('2');
  expect(await amountOf(ledger, 'Received')).toBe('2');
  expect(await amountOf(ledger, 'Gap')).toBe('0');
  expect(await amountOf(ledger, 'Duplicates')).toBe('2');
  await ledger.getByText('Last suppressed duplicates').click();
  const last = ledger.getByRole('list', { name: 'Suppressed duplicates' }).getByRole('listitem');
  await expect(last).toHaveCount(2);
  await expect(last.first()).toContainText('a');
  await last.first().getByRole('link', { name: 'Run of the first' }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);

  await page.goto(`/runs?flow=${flow}`);
  await expect(page.getByText('2 duplicates suppressed today')).toBeVisible();
});

test('a number of the ledger leads to the runs it counts, and a waiting one is cancelled there', async ({ page }) => {
  await page.goto('/sandbox/ledger');
  const form = page.getByRole('region', { name: 'Failures of the sandbox ledger' });
  await form.getByRole('spinbutton', { name: 'Fail so many in a hundred' }).fill('100');
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(form).toContainText('It fails 100 %');
  const order = await placeOrder(page, 'Two lines, one tax');

  await page.goto('/');
  await page.getByRole('link', { name: 'Orders to invoices' }).first().click();
  const ledger = await openLedger(page);
  await expect.poll(() => amountOf(ledger, 'In flight')).not.toBe('0');
  const row = ledger.getByRole('row').nth(1);
  await row.getByRole('cell').nth(7).getByRole('link').click();
  await expect(page).toHaveURL(/holds=in-flight/);
  await expect(page.getByRole('row').filter({ hasText: order.name })).toBeVisible();

  await openRunOf(page, order.name, 'Orders to invoices');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Waiting');
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Cancelled');
  await expect(proofOf(page)).toHaveText('1received=0delivered+0filtered+0parked+0in flight+1cancelledNothing lost');
});

test('a hook that answers with the result gives the same to a duplicate', async ({ request }) => {
  const { hook } = await hookFlow(request, 'Answers', { respond: 'result', timeoutSeconds: 20 });
  const ask = async () => {
    const reply = await request.post(hook, { data: { id: 'a', keep: false } });
    return { status: reply.status(), message: reply.headers()['wheelwright-message'], body: await reply.json() };
  };
  const first = await ask();
  expect(first).toMatchObject({ status: 200, body: { state: 'filtered' } });
  expect(await ask()).toEqual(first);
  const later = await request.get(`${hook}/messages/${first.message}`);
  expect(await later.json()).toEqual(first.body);
});

/** Publishes a hook that keeps what says so, and gives its address. */
async function hookFlow(
  request: APIRequestContext,
  name: string,
  config: Record<string, string | number>,
): Promise<{ flow: string; hook: string }> {
  const call = async <T>(path: string, data: object): Promise<T> => {
    const answer = await request.post(`/api/trpc/${path}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()).result.data as T;
  };
  const { id: flow } = await call<{ id: string }>('flows.create', { name });
  const read = async () => {
    const answer = await request.get(`/api/trpc/flows.get?input=${encodeURIComponent(JSON.stringify({ id: flow }))}`);
    return (await answer.json()).result.data as { document: string; triggers: { hookUrl: string }[] };
  };
  const document = JSON.parse((await read()).document);
  document.nodes = [
    {
      id: 'start',
      operation: 'webhook.received',
      name: 'Start',
      config: { verification: 'none', idPath: 'id', ...config },
    },
    { id: 'keep', operation: 'logic.filter', name: 'Keep', config: { rules: [{ path: 'keep', is: 'is true' }] } },
  ];
  document.edges = [{ id: 'e', from: { node: 'start', port: 'out' }, to: { node: 'keep', port: 'in' } }];
  await call('flows.save', { id: flow, document: JSON.stringify(document), revision: 1 });
  await call('flows.publish', { id: flow, revision: 2 });
  return { flow, hook: (await read()).triggers[0]?.hookUrl ?? '' };
}
