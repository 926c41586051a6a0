import type { APIRequestContext } from '@playwright/test';
import { nodeOf, removeDrawnFlows } from './steps/designer.ts';
import { ask, sampleFlow } from './steps/kept.ts';
import { expectDelivered, openRunOf, proofOf } from './steps/runs.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

const name = 'Orders by hook';
const gone = 'Waits for somebody to look at the changed field “order_status_url”: it is missing, and was always there';

test('a field vanishes from orders: the map that shall stop then waits, says so on the flow’s page, and goes on once a person takes it as normal', async ({
  page,
  request,
}) => {
  const { flow, hook } = await ordersByHook(request);
  const post = async (order: object) => expect((await request.post(hook, { data: order })).ok()).toBe(true);

  await test.step('the policy is a choice in the form of the map, one step to undo', async () => {
    await page.goto(`/flows/${flow}`);
    await nodeOf(page, 'Order to invoice').click();
    const policy = page.getByRole('combobox', { name: 'When what comes has changed' });
    await expect(policy).toHaveValue('warn');
    await policy.focus();
    await page.keyboard.press('s');
    await expect(policy).toHaveValue('stop');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(policy).toHaveValue('warn');
    await page.getByRole('button', { name: /^Redo/ }).click();
    await expect(policy).toHaveValue('stop');
    await page.getByRole('button', { name: 'Publish v2' }).click();
    await expect(page.getByText('Published as v2.')).toBeVisible();
  });

  const order = await sampleOrder(request);
  await test.step('what is normal is learned from orders', async () => {
    for (let n = 1; n <= 6; n++) await post({ ...order, name: `#7${n}` });
    await expect
      .poll(async () => (await ask<{ seen: number }>(request, 'maps.drift', { flow, node: 'map' })).seen, {
        timeout: 30_000,
      })
      .toBe(6);
    await expect(page.getByRole('list', { name: 'What comes has changed' })).toBeHidden();
  });

  const changes = page.getByRole('list', { name: 'What comes has changed' });
  await test.step('one without a field waits, and so does the next, though it has it', async () => {
    const { order_status_url: _, ...changed } = order;
    await post({ ...changed, name: '#81' });
    await expect(changes.getByRole('listitem')).toContainText(`“Order to invoice” · ${gone} · 1 message waits`);
    await post({ ...order, name: '#82' });
    await expect(changes.getByRole('listitem')).toContainText('2 messages wait');
    await openRunOf(page, '#81', name);
    await expect(page.getByRole('list', { name: 'What it waits for' })).toContainText(gone);
    await expect(proofOf(page)).toContainText('1in flight');
  });

  await test.step('taken as normal in the map, both go on', async () => {
    await page.goto(`/flows/${flow}`);
    await changes.getByRole('button', { name: 'Open the map' }).press('Enter');
    await page.getByRole('button', { name: 'Stopped by drift' }).press('Enter');
    const note = page.getByRole('dialog', { name: 'What comes has changed' });
    await expect(note).toContainText(gone);
    await expect(note).toContainText('2 messages wait for you');
    await note.getByRole('button', { name: 'Take it as normal' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Stopped by drift' })).toBeHidden();
    for (const key of ['#81', '#82']) {
      await openRunOf(page, key, name);
      await expectDelivered(page);
    }
    await page.goto(`/flows/${flow}`);
    await expect(nodeOf(page, 'Order to invoice')).toBeVisible();
    await expect(changes).toBeHidden();
  });
});

/** The sample flow with a hook that takes any order in the shop's place, published. */
async function ordersByHook(request: APIRequestContext): Promise<{ flow: string; hook: string }> {
  const sample = JSON.parse((await sampleFlow(request)).document);
  const start = sample.nodes.find(({ id }: { id: string }) => id === 'order-placed');
  Object.assign(start, { operation: 'webhook.received', config: { verification: 'none', keyPath: 'name' } });
  delete start.connection;
  const { id: flow } = await call<{ id: string }>(request, 'flows.create', { name, document: JSON.stringify(sample) });
  const { revision } = await ask<{ revision: number }>(request, 'flows.get', { id: flow });
  const published = await call<{ ok: boolean }>(request, 'flows.publish', { id: flow, revision });
  expect(published).toMatchObject({ ok: true });
  const { triggers } = await ask<{ triggers: { hookUrl: string }[] }>(request, 'flows.get', { id: flow });
  return { flow, hook: triggers[0]?.hookUrl ?? '' };
}

async function sampleOrder(request: APIRequestContext): Promise<{ order_status_url: string }> {
  const catalog = await ask<{ connectors: { operations: { id: string; sample?: { order_status_url: string } }[] }[] }>(
    request,
    'catalog.get',
  );
  const placed = catalog.connectors
    .flatMap(({ operations }) => operations)
    .find(({ id }) => id === 'shopify.order-placed');
  return placed?.sample ?? { order_status_url: '' };
}

async function call<Answer>(request: APIRequestContext, path: string, data: object): Promise<Answer> {
  const answer = await request.post(`/api/trpc/${path}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data as Answer;
}
