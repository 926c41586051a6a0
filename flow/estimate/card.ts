import { z } from 'zod';

/** Whole EUR. */
const rangeSchema = z
  .strictObject({ low: z.number().int().nonnegative(), high: z.number().int().nonnegative() })
  .refine(({ low, high }) => low <= high, { error: 'The low price is above the high one.' });

const count = z.number().int().positive();
const bandSchema = z
  .strictObject({ from: count, to: count })
  .refine(({ from, to }) => from <= to, { error: 'The band ends before it starts.' });

/** What building costs, and for what each pattern is meant. Editable per workspace; counts are systems and events a day. */
export const priceCardSchema = z.strictObject({
  /** Day the prices are of, `YYYY-MM-DD`. */
  date: z.iso.date(),
  'point-to-point': z.strictObject({
    perConnection: rangeSchema,
    systems: bandSchema,
    eventsPerDay: z.strictObject({ under: count }),
  }),
  'hub-and-spoke': z.strictObject({
    hub: rangeSchema,
    perSpoke: rangeSchema,
    systems: bandSchema,
    eventsPerDay: bandSchema,
  }),
  'event-driven': z.strictObject({ solution: rangeSchema, eventsPerDay: z.strictObject({ from: count }) }),
  'batch-etl': z.strictObject({
    solution: rangeSchema,
    /** How long a change takes to show. */
    latencyMinutes: bandSchema,
  }),
});
export type PriceCard = z.infer<typeof priceCardSchema>;

export const defaultCard: PriceCard = {
  date: '2026-11-01',
  'point-to-point': {
    perConnection: { low: 400, high: 800 },
    systems: { from: 2, to: 3 },
    eventsPerDay: { under: 1_000 },
  },
  'hub-and-spoke': {
    hub: { low: 1_500, high: 3_000 },
    perSpoke: { low: 300, high: 500 },
    systems: { from: 4, to: 8 },
    eventsPerDay: { from: 1_000, to: 50_000 },
  },
  'event-driven': { solution: { low: 3_000, high: 6_000 }, eventsPerDay: { from: 50_000 } },
  'batch-etl': { solution: { low: 800, high: 2_000 }, latencyMinutes: { from: 15, to: 60 } },
};
