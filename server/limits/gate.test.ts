import { expect, it } from 'vitest';
import { type Call, createGate } from './gate.ts';
import type { Shared, Taken, Wish } from './shared.ts';

/** Gives all that is asked for, and counts how often it is asked. */
function generous(): Shared & { asked: Wish[] } {
  const asked: Wish[] = [];
  return {
    asked,
    async take(wish): Promise<Taken> {
      asked.push(wish);
      const granted = wish.needs.reduce((sum, need) => sum + need, 0) + wish.spare;
      return { granted, held: wish.slots, reason: null, freeMs: 0, probe: false, calm: true, words: null };
    },
    promise: async (afterMs) => afterMs,
    failed: async () => {},
    answered: async () => {},
    paused: async () => {},
  };
}

const call: Call = { need: 1, begun: false, patience: 1000, sent: false, person: false, admitted: () => {} };

it('a call that is given back does not bring back others whose time is over', async () => {
  let now = 0;
  const shared = generous();
  const gate = createGate({ connection: { id: 'c', name: 'Ledger' }, shared, now: () => now });
  gate.limit([{ per: 'minute', calls: 1200 }]);
  await gate.enter(call);
  expect(shared.asked).toHaveLength(1);
  now += 5000;
  gate.giveBack(1, now + 500);
  await gate.enter(call);
  expect(shared.asked).toHaveLength(1);
  await gate.enter(call);
  expect(shared.asked).toHaveLength(2);
});

it('nobody waits for ever at an entrance that is closed', async () => {
  const gate = createGate({ connection: { id: 'c', name: 'Ledger' }, shared: generous(), now: () => 0 });
  await gate.close();
  await expect(gate.enter(call)).rejects.toThrow('This worker is stopping.');
});
