import { describe, expect, it } from 'vitest';
import { failureInjector, memoryStore, oneAtATime, randomUuid, stillDeps } from './fake.ts';

const put = (body: unknown) =>
  new Request('http://fake/_control/failures', { method: 'PUT', body: JSON.stringify(body) });
const fine = async () => new Response('fine');
const refuse = ({ status }: { status: number }) => new Response('refused', { status });

describe('the memory store', () => {
  it('lists the oldest first and keeps the place of what is replaced', async () => {
    const store = memoryStore();
    await store.put('order', 'a', '1');
    await store.put('order', 'b', '2');
    await store.put('order', 'a', '3');
    expect(await store.list('order')).toEqual([
      { id: 'a', body: '3' },
      { id: 'b', body: '2' },
    ]);
    expect(await store.list('other')).toEqual([]);
  });
});

describe('the failure injector', () => {
  it('fails the next calls and counts them down', async () => {
    const failures = failureInjector(stillDeps());
    await failures.control(put({ failNext: { status: 500, count: 2 } }));
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await failures.around(fine, refuse)).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('counts down exactly among calls in flight together', async () => {
    const failures = failureInjector(stillDeps());
    await failures.control(put({ failNext: { status: 500, count: 3 } }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => failures.around(fine, refuse)));
    expect(answers.filter(({ status }) => status === 500)).toHaveLength(3);
  });

  it('fails about as often as it was told', async () => {
    const failures = failureInjector(stillDeps());
    await failures.control(put({ failRate: { status: 429, percent: 25 } }));
    const answers = await Promise.all(Array.from({ length: 400 }, () => failures.around(fine, refuse)));
    const failed = answers.filter(({ status }) => status === 429).length;
    expect(failed).toBeGreaterThan(70);
    expect(failed).toBeLessThan(130);
  });

  it.each([
    ['dropped', 0],
    ['lost', 1],
  ])('gives no answer where the connection is %s, and the call was acted on %i times', async (status, times) => {
    const failures = failureInjector(stillDeps());
    await failures.control(put({ failNext: { status, count: 1 } }));
    let acted = 0;
    const act = async () => {
      acted += 1;
      return fine();
    };
    expect((await failures.around(act, refuse)).type).toBe('error');
    expect(acted).toBe(times);
    expect((await failures.around(act, refuse)).status).toBe(200);
  });

  it('adds latency by the injected sleep', async () => {
    const deps = stillDeps();
    const failures = failureInjector(deps);
    await failures.control(put({ latencyMs: 800 }));
    const before = deps.now();
    await failures.around(fine, refuse);
    expect(deps.now() - before).toBe(800);
  });

  it('outlasts a restart and is cleared by DELETE', async () => {
    const deps = stillDeps();
    await failureInjector(deps).control(put({ latencyMs: 5 }));
    const again = failureInjector(deps);
    expect((await again.settings()).latencyMs).toBe(5);
    await again.control(new Request('http://fake/_control/failures', { method: 'DELETE' }));
    expect(await again.settings()).toEqual({ latencyMs: 0, failNext: null, failRate: null });
  });

  it('refuses settings it does not understand and says where', async () => {
    const answer = await failureInjector(stillDeps()).control(put({ failNext: { status: 418, count: 1 } }));
    expect(answer.status).toBe(400);
    expect((await answer.json()).message).toContain('failNext.status');
  });
});

describe('one at a time', () => {
  it('starts the next only when the last is done, also when it failed', async () => {
    const alone = oneAtATime();
    const seen: string[] = [];
    const first = alone(async () => {
      await Promise.resolve();
      seen.push('first');
      throw new Error('broken');
    });
    const second = alone(async () => seen.push('second'));
    await expect(first).rejects.toThrow('broken');
    await second;
    expect(seen).toEqual(['first', 'second']);
  });
});

it('makes a UUID of version 4 from chance', () => {
  expect(randomUuid(stillDeps().random)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
