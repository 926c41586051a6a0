import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { scheduled } from './every.ts';

const at = { cron: '0 6 * * *', zone: 'Europe/Berlin' };
const firing = { trigger: 't', zone: 'Europe/Berlin', previous: undefined, byHand: false };

describe('the message of a firing', () => {
  it.each([
    ['2026-11-23T05:00:00.000Z', false, '2026-11-23 06:00', '2026-11-23'],
    ['2026-11-22T23:30:00.000Z', false, '2026-11-23 00:30', '2026-11-23'],
    ['2026-11-23T05:00:20.000Z', false, '2026-11-23 06:00:20', '2026-11-23'],
    ['2026-11-23T05:00:00.123Z', true, '2026-11-23 06:00:00', '2026-11-23'],
  ])('of %s, by hand %s, is called %s and says the local date', (due, byHand, key, date) => {
    const message = scheduled.fire?.({ ...firing, due, byHand }, {});
    expect(message).toMatchObject({ key, sourceId: byHand ? undefined : due });
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ due, date, previous: null, byHand });
  });
});

describe('the schedule of a node', () => {
  it.each<[JsonObject, object]>([
    [{ at }, { policy: 'once', most: 24 }],
    [
      { at, misfire: 'all', most: 5000 },
      { policy: 'all', most: 100 },
    ],
    [
      { at, misfire: 'all', most: -3 },
      { policy: 'all', most: 1 },
    ],
    [
      { at, misfire: 'sometimes', most: 'many' },
      { policy: 'once', most: 24 },
    ],
  ])('of %j keeps within bounds', (config, misfire) => {
    expect(scheduled.schedule?.(config)).toEqual({ cadence: at, misfire });
  });
});
