import { describe, expect, it } from 'vitest';
import { type Attempt, type TimedStep, visibleRows, waterfall } from './waterfall.ts';

const start = Date.UTC(2026, 10, 23, 9);
const iso = (ms: number) => new Date(start + ms).toISOString();

const attempt = (at: number, durationMs: number, rest: Partial<Attempt> = {}): Attempt => ({
  at: iso(at),
  durationMs,
  in: 1,
  out: 1,
  parked: 0,
  waiting: 0,
  words: null,
  dueAt: null,
  ...rest,
});

const step = (node: string, attempts: Attempt[], rest: Partial<TimedStep> = {}): TimedStep => ({
  node,
  name: node,
  status: 'done',
  startedMs: attempts[0] ? Date.parse(attempts[0].at) - start : null,
  durationMs: null,
  attempts,
  ...rest,
});

const run = (steps: TimedStep[], finished: number | null) => ({
  startedAt: iso(0),
  finishedAt: finished === null ? null : iso(finished),
  steps,
});

describe('waterfall', () => {
  it('shows a step of one try as one row', () => {
    const { rows, busy, end } = waterfall(run([step('map', [attempt(10, 20)])], 50), start);
    expect(rows.map((row) => [row.id, row.kind, row.tookMs, row.nested])).toEqual([['map', 'step', 20, 0]]);
    expect(busy).toEqual([{ from: 10, to: 30 }]);
    expect(end).toBe(50);
  });

  it('nests the tries of a step and the wait between them', () => {
    const tries = [
      attempt(0, 28_000, { in: 36, waiting: 12, dueAt: iso(86_000), words: '24 done, then 429' }),
      attempt(86_000, 4_000, { in: 12, parked: 1 }),
    ];
    const { rows } = waterfall(run([step('create', tries)], 90_000), start);
    expect(rows.map((row) => [row.kind, row.label, row.note, row.status, row.tookMs])).toEqual([
      ['step', 'create', '2 tries', 'done', 90_000],
      ['attempt', 'Try 1', '24 done, then 429', 'failed', 28_000],
      ['wait', 'Waited', '12 to try again', 'waiting', 58_000],
      ['attempt', 'Try 2', '11 done, 1 parked', 'parked', 4_000],
    ]);
    expect(rows[0]?.waits).toEqual([{ from: 28_000, to: 86_000 }]);
  });

  it('counts no try where nothing was sent', () => {
    const tries = [
      attempt(0, 10, { waiting: 1, dueAt: iso(1000), words: 'Waits for “Xero”: 60 calls a minute.', heldBack: 'turn' }),
      attempt(1000, 10, { waiting: 1, dueAt: iso(2000), words: '503' }),
      attempt(2000, 10),
    ];
    const { rows } = waterfall(run([step('create', tries)], 3000), start);
    expect(rows.filter((row) => row.kind !== 'wait').map((row) => [row.label, row.note, row.status])).toEqual([
      ['create', '2 tries', 'done'],
      ['Held back', 'Waits for “Xero”: 60 calls a minute.', 'waiting'],
      ['Try 1', '503', 'failed'],
      ['Try 2', '1 done', 'done'],
    ]);
  });

  it('lets a wait grow until now while the run is open, and only then', () => {
    const tries = [attempt(0, 1000, { waiting: 1, dueAt: iso(60_000) })];
    const open = waterfall(run([step('create', tries)], null), start + 21_000);
    expect(open.rows.find((row) => row.kind === 'wait')?.waits).toEqual([{ from: 1000, to: 21_000 }]);
    expect(open.end).toBe(21_000);
    const closed = waterfall(run([step('create', tries)], 1000), start + 21_000);
    expect(closed.rows.map((row) => row.kind)).toEqual(['step']);
  });

  it('shows a step at work that has finished no try yet', () => {
    const { rows } = waterfall(run([step('map', [], { status: 'running', startedMs: 5 })], null), start + 40);
    expect(rows[0]?.work).toEqual([{ from: 5, to: 40 }]);
    expect(rows[0]?.tookMs).toBe(35);
  });

  it('draws nothing for a step that never began', () => {
    const { rows, end } = waterfall(run([step('late', [], { status: 'skipped' })], 0), start);
    expect(rows[0]).toMatchObject({ work: [], waits: [], tookMs: null });
    expect(end).toBe(1);
  });

  it('hides what hangs below a closed step', () => {
    const { rows } = waterfall(run([step('a', [attempt(0, 1), attempt(5, 1)]), step('b', [attempt(8, 1)])], 9), start);
    expect(visibleRows(rows, new Set(['a'])).map((row) => row.id)).toEqual(['a', 'b']);
    expect(visibleRows(rows, new Set()).map((row) => row.id)).toEqual(['a', 'a/0', 'a/0/wait', 'a/1', 'b']);
  });
});
