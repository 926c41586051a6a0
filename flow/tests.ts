import { z } from 'zod';

/**
 * What a flow keeps besides what runs: messages pinned to a map by name, and tests, which are such messages together with what
 * the map must make of them. Bodies are JSON text, so that no digit is lost and a test says byte for byte what it expects.
 */

const longestBody = 256_000;
/** Characters of all bodies together: the document travels with every save. */
const longestAll = 2_000_000;
export const mostTests = 100;
export const mostPinned = 50;

const keptId = z.string().regex(/^[a-z][a-z0-9-]{0,47}$/);
const body = z.string().max(longestBody, { error: `A kept message is ${longestBody} characters long at the most.` });
const name = z.string().min(1).max(80);

/** What stands for the clock and the organisation's zone: `now` is ISO 8601 UTC, `zone` an IANA name. */
export const givenSchema = z.strictObject({ now: z.string().min(1).max(40), zone: z.string().min(1).max(60) });
export type KeptGiven = z.infer<typeof givenSchema>;

/** A message kept for a map, to look at it again. Parts of it that are not known here are kept. */
export const pinnedSchema = z.looseObject({ id: keptId, node: keptId, name, body, given: givenSchema });
export type PinnedSample = z.infer<typeof pinnedSchema>;

/** What a map must make of a message. Parts of it that are not known here are kept. */
export const testSchema = z.looseObject({
  id: keptId,
  /** Id of the map. */
  node: keptId,
  name,
  /** The message's body. */
  input: body,
  /** The body that must come of it. How its fields are ordered does not count. */
  expected: body,
  given: givenSchema,
});
export type FlowTest = z.infer<typeof testSchema>;

const sizeOf = (texts: string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
const tooLarge = `What is kept comes to more than ${longestAll.toLocaleString('en-US')} characters: remove some of it.`;

export const testsSchema = z
  .array(testSchema)
  .max(mostTests, { error: `A flow keeps ${mostTests} tests at the most: remove one first.` })
  .refine((tests) => sizeOf(tests.flatMap(({ input, expected }) => [input, expected])) <= longestAll, {
    error: tooLarge,
  });

export const pinnedListSchema = z
  .array(pinnedSchema)
  .max(mostPinned, { error: `A flow keeps ${mostPinned} pinned messages at the most: unpin one first.` })
  .refine((samples) => sizeOf(samples.map(({ body }) => body)) <= longestAll, { error: tooLarge });

/** Why these cannot be kept, in words; undefined when they can. The same as the document's own schema would say. */
export function whyNotKept(kept: { tests?: FlowTest[]; samples?: PinnedSample[] }): string | undefined {
  const tests = testsSchema.safeParse(kept.tests ?? []);
  const samples = pinnedListSchema.safeParse(kept.samples ?? []);
  return (tests.error ?? samples.error)?.issues[0]?.message;
}

/** The first free id: `test`, `test-2`. */
export function freeKeptId(start: string, kept: { id: string }[] = []): string {
  const taken = new Set(kept.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const id = number === 1 ? start : `${start}-${number}`;
    if (!taken.has(id)) return id;
  }
}
