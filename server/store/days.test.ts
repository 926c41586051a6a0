import { describe, expect, it } from 'vitest';
import { addDays, newestRows, type Span, today } from './days.ts';

/** A row a day, so many days back, read by `newestRows`. */
async function read(most: number, days: number, bounds: { first?: string; last?: string } = {}) {
  const rows = Array.from({ length: days }, (_, i) => addDays(today(), -i));
  const asked: Span[] = [];
  const got = await newestRows(
    most,
    async (span, left) => {
      asked.push(span);
      return rows.filter((day) => day >= span.first && day <= span.last).slice(0, left);
    },
    bounds,
  );
  return { got, asked };
}

describe('reading the newest rows', () => {
  it('asks for the last two days, and for no more when they are enough', async () => {
    const { got, asked } = await read(2, 400);
    expect(got).toEqual([today(), addDays(today(), -1)]);
    expect(asked).toEqual([{ first: addDays(today(), -1), last: '9999-12-31' }]);
  });

  it('goes back until there are enough, without a gap or a repeat', async () => {
    const { got, asked } = await read(35, 400);
    expect(got).toEqual(Array.from({ length: 35 }, (_, i) => addDays(today(), -i)));
    expect(asked).toHaveLength(3);
    for (const [i, span] of asked.slice(1).entries()) expect(span.last).toBe(addDays(asked[i]?.first ?? '', -1));
  });

  it('reads everything when there is less than was asked for', async () => {
    expect((await read(1000, 300)).got).toHaveLength(300);
  });

  it('keeps within its bounds', async () => {
    const { got, asked } = await read(100, 400, { first: addDays(today(), -20), last: addDays(today(), -3) });
    expect(got).toEqual(Array.from({ length: 18 }, (_, i) => addDays(today(), -3 - i)));
    expect(asked.at(-1)?.first).toBe(addDays(today(), -20));
  });
});
