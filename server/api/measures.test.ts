import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

describe('what the sample flow did', () => {
  it('stands in every window at once: by step, by connection, by class of trouble, and of all flows together', async () => {
    await app.place();
    await app.settled();
    await app.call.sandbox.setFailures({
      system: 'xero',
      failures: { latencyMs: 0, failNext: { status: 429, count: 1 }, failRate: null },
    });
    await app.place();
    await app.settled();
    for (let turn = 0; turn < 3; turn++) await app.makeDue();
    const { flow, ledger } = app.sample;
    for (const window of ['1h', '24h', '30d'] as const) {
      const own = await app.call.measures.get({ flow, window });
      expect(own.whole).toMatchObject({ came: 2, delivered: 2, parked: 0, retried: 1 });
      expect(own.whole.latency?.p50).toBeGreaterThan(0);
      expect(own.steps.map((step) => step.came)).toEqual([2, 2, 3]);
      expect(own.connections).toEqual([
        expect.objectContaining({ connection: app.sample.shop, came: 2 }),
        expect.objectContaining({ connection: ledger, came: 3, delivered: 2 }),
      ]);
      expect(own.troubles).toEqual([{ node: own.steps[2]?.node, class: 'retry-exhausted', n: 1 }]);
      expect(own.pieces.reduce((sum, piece) => sum + piece.delivered, 0)).toBe(2);
      const all = await app.call.measures.get({ window });
      expect([all.whole, all.steps, all.pieces]).toEqual([own.whole, [], own.pieces]);
    }
  });

  it('is of this workspace alone', async () => {
    const other = app.as({ workspace: crypto.randomUUID() });
    const { whole } = await other.measures.get({ flow: app.sample.flow, window: '30d' });
    expect(whole).toMatchObject({ came: 0, delivered: 0, latency: null });
  });
});
