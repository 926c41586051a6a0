import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { aggregate } from './aggregate.ts';

const given = { now: '2026-11-23T10:00:00Z', zone: 'UTC' };
const headers = { type: 't', source: 's', time: given.now };
const part = (id: string, key = '#1'): Message => ({
  ...{ id, root: id.split('/')[0] ?? '', parents: [id.slice(0, id.lastIndexOf('/'))], key, headers },
  body: { from: id },
});
const run = async (batch: Message[], config: JsonObject = {}) => {
  const compiled = aggregate.compile({ id: 'g', operation: 'logic.aggregate', name: 'All lines', config }, {});
  return (await compiled(batch, given)).outputs.out ?? [];
};

describe('aggregate', () => {
  it('collects per received message, and is a child of every member', async () => {
    const made = await run([part('a/s.out.0'), part('b/s.out.0'), part('a/s.out.1')]);
    expect(made).toMatchObject([
      {
        root: 'a',
        parents: ['a/s.out.0', 'a/s.out.1'],
        key: '#1',
        body: { items: [{ from: 'a/s.out.0' }, { from: 'a/s.out.1' }] },
      },
      { root: 'b', parents: ['b/s.out.0'], body: { items: [{ from: 'b/s.out.0' }] } },
    ]);
  });

  it('puts its members in the order of the list they came from, whatever branch they took', async () => {
    const [one] = await run([
      part('a/s.out.10/x.out.0'),
      part('a/s.out.2/y.out.0'),
      part('a/s.out.2/x.out.0'),
      part('a'),
    ]);
    expect(one?.parents).toEqual(['a', 'a/s.out.2/x.out.0', 'a/s.out.2/y.out.0', 'a/s.out.10/x.out.0']);
  });

  it('is the same message of the same members in any order, and another one of others', async () => {
    const [x, y, z] = [part('a/s.out.0'), part('a/s.out.1'), part('a/s.out.2')];
    const idOf = async (...batch: Message[]) => (await run(batch))[0]?.id;
    expect(await idOf(x, y)).toMatch(/^a\/g\.out\.[0-9a-f]{20}$/);
    expect(await idOf(y, x)).toBe(await idOf(x, y));
    const ids = [await idOf(x, y), await idOf(x, y, z), await idOf(z), await idOf(x)];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the business key that its members share, else none', async () => {
    expect((await run([part('a/s.out.0', 'A'), part('a/s.out.1', 'A')]))[0]?.key).toBe('A');
    expect((await run([part('a/s.out.0', 'A'), part('a/s.out.1', 'B')]))[0]).not.toHaveProperty('key');
  });

  it.each([
    [{ as: 'lines' }, 'lines'],
    [{ as: ' ' }, 'items'],
  ])('names the list as it is told: %j', async (config, name) => {
    expect((await run([part('a/s.out.0')], config))[0]?.body).toHaveProperty(name);
  });
});
