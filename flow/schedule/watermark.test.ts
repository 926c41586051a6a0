import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPage, beginAt, isBehind, type Place, readWatermark, type Watermark, windowOf } from './watermark.ts';

const at = (minute: number) => Date.parse('2026-11-23T10:00:00Z') + minute * 60_000;
const time = (minute: number) => new Date(at(minute)).toISOString();
const reach = { overlapSeconds: 600, lagSeconds: 60 };

describe('a watermark', () => {
  it('opens no window before the lag is over', () => {
    expect(windowOf(beginAt(at(0)), at(1), reach)).toBeUndefined();
    expect(windowOf(beginAt(at(0)), at(2), reach)).toEqual({ from: time(0), high: time(1) });
  });

  it('reads the overlap again, but never what was there before it began', () => {
    const early = { floor: time(0), low: time(4) };
    expect(windowOf(early, at(10), reach)).toEqual({ from: time(0), high: time(9) });
    expect(windowOf({ ...early, low: time(30) }, at(40), reach)).toEqual({ from: time(20), high: time(39) });
  });

  it('keeps the end of a window until it is read, however late', () => {
    const mark = beginAt(at(0));
    const window = windowOf(mark, at(5), reach);
    const after = { value: time(2), key: '7' };
    const half = afterPage(mark, window ?? never(), after, false);
    expect(windowOf(half, at(500), reach)).toEqual({ from: time(0), high: time(4), after });
    expect(afterPage(half, half.window ?? never(), undefined, true)).toEqual({ floor: time(0), low: time(4) });
  });

  it('is read from its checkpoint, and nothing else is', () => {
    expect(readWatermark(null)).toBeUndefined();
    const mark: Watermark = { floor: time(0), low: time(1), window: { from: time(0), high: time(2) } };
    expect(readWatermark(JSON.parse(JSON.stringify(mark)))).toEqual(mark);
    expect(() => readWatermark({ since: 'yesterday' })).toThrow();
  });
});

describe('reading by watermark', () => {
  interface Row extends Place {
    /** Minute from which on the source shows it. */
    shown: number;
  }

  it('misses nothing that was written no later than lag and overlap allow, and takes each version once', () => {
    const row = fc.record({ minute: fc.integer({ min: 0, max: 60 }), late: fc.integer({ min: 0, max: 10 }) });
    const polls = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), polls, fc.integer({ min: 1, max: 4 }), (written, gaps, size) => {
        const rows = written.map(
          ({ minute, late }, i): Row => ({
            value: time(minute),
            key: String(i).padStart(3, '0'),
            shown: minute + late,
          }),
        );
        const taken = new Set<string>();
        let mark = beginAt(at(0));
        let now = 0;
        for (const gap of [...gaps, 90]) {
          now += gap;
          for (let window = windowOf(mark, at(now), reach); window; window = mark.window) {
            const page = pageOf(rows, window, now, size);
            for (const { key } of page) taken.add(key);
            mark = afterPage(mark, window, page.at(-1), page.length < size);
          }
        }
        expect([...taken].sort()).toEqual(rows.map(({ key }) => key));
      }),
    );
  });

  function pageOf(
    rows: Row[],
    window: { from: string; high: string; after?: Place },
    now: number,
    size: number,
  ): Row[] {
    const { from, high, after } = window;
    return rows
      .filter((row) => row.shown <= now && row.value >= from && row.value < high && (!after || isBehind(row, after)))
      .sort((a, b) => (isBehind(a, b) ? 1 : -1))
      .slice(0, size);
  }
});

function never(): never {
  throw new Error('There is a window.');
}
