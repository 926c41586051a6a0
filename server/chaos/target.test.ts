import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';
import { drawLane, type Lane, ledgerOf, post, runDry } from './testing/lanes.ts';
import { type Mood, openSink, type Sink } from './testing/sink.ts';

/**
 * A target that fails in every way a target fails, met by the whole house: door, worker, guarded HTTP, journal. Of each
 * order the target is asked once while it fails, and again when it does not.
 */
let app: App;
let sink: Sink;
beforeAll(async () => {
  [app, sink] = await Promise.all([openApp(), openSink()]);
});
afterAll(async () => {
  await app.close();
  sink.close();
});

const orders = 3;

async function play(mood: Mood, repeats: 'keyed' | 'unsafe'): Promise<{ lane: Lane; acts: number[]; words: string[] }> {
  const name = `${mood}`.toLowerCase();
  const lane = await drawLane(app, sink, name, repeats);
  const names = Array.from({ length: orders }, (_, i) => `${repeats}-${name}-${i}`);
  const answers = await Promise.all(names.map((order) => post(lane, { order, mood })));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  await runDry(app, [lane]);
  const parked = await app.call.parked.list({ flow: lane.flow });
  return {
    lane,
    acts: names.map((order) => sink.acts.get(`${lane.path} ${order}`) ?? 0),
    words: parked.map(({ trouble }) => `${trouble.class}: ${trouble.message} ${trouble.wayOut}`),
  };
}

const once = [1, 1, 1];
const never = [0, 0, 0];

describe('orders for a target that takes each request once, however often it comes', () => {
  it.each<Mood>([429, 500, 503, 'silent', 'cut', 'lost', 'garbage', 'short', 'page'])(
    'arrive once each where it first meets them with %s, and the ledger adds up',
    async (mood) => {
      const { lane, acts, words } = await play(mood, 'keyed');
      expect({ acts, words }).toEqual({ acts: once, words: [] });
      expect(await ledgerOf(app, lane)).toEqual({ received: orders, delivered: orders, parked: 0, filtered: 0 });
    },
  );
});

describe('orders for a target that acts on every request', () => {
  it.each<[Mood, number[]]>([
    [429, once],
    [503, once],
    ['page', once],
  ])('arrive once each where %s says that it did not act, or its answer came', async (mood, acts) => {
    const played = await play(mood, 'unsafe');
    expect(played).toMatchObject({ acts, words: [] });
    expect(await ledgerOf(app, played.lane)).toEqual({ received: orders, delivered: orders, parked: 0, filtered: 0 });
  });

  it.each<[Mood, number[], string]>([
    [500, never, 'was answered 500'],
    ['silent', never, 'did not answer within 1 s'],
    ['cut', never, 'closed the connection'],
    ['lost', once, 'closed the connection'],
    ['garbage', once, 'answered what is no HTTP'],
    ['short', once, 'closed the connection'],
  ])(
    'are parked where %s leaves it open whether it acted: never sent again, both possibilities told',
    async (mood, acts, why) => {
      const played = await play(mood, 'unsafe');
      expect(played.acts).toEqual(acts);
      expect(played.words).toHaveLength(orders);
      for (const words of played.words) {
        expect(words).toMatch(/^outcome-unknown: “send”/);
        expect(words).toContain(why);
        expect(words).toContain('It may have arrived or not. Look in the target system.');
      }
      expect(await ledgerOf(app, played.lane)).toEqual({ received: orders, delivered: 0, parked: orders, filtered: 0 });
    },
  );
});

it('no key ever came with another body', () => {
  expect(sink.bodyChanged).toEqual([]);
});
