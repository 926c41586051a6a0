import type { StepStatus } from '#flow/run/status.ts';
import type { Span } from './time-scale.ts';

/** One try of a step. Times are ISO 8601. */
export interface Attempt {
  at: string;
  durationMs: number;
  in: number;
  out: number;
  parked: number;
  waiting: number;
  words: string | null;
  dueAt: string | null;
  /** No try: all of it waits for its turn, or some for a person. */
  heldBack?: 'turn' | 'person' | null;
}

/** A step as the waterfall needs it. `startedMs` counts from the run's start. */
export interface TimedStep {
  node: string;
  name: string;
  status: StepStatus;
  startedMs: number | null;
  durationMs: number | null;
  attempts: Attempt[];
}

/** A row: a step, or below it one of its tries or the wait between two. */
export interface WaterfallRow {
  id: string;
  node: string;
  kind: 'step' | 'attempt' | 'wait';
  label: string;
  /** Small, behind the label. */
  note: string;
  status: StepStatus;
  work: Span[];
  waits: Span[];
  tookMs: number | null;
  /** Some of it was done before it broke off. */
  broke: boolean;
  /** How many rows hang below; 0 where there is nothing to open. */
  nested: number;
}

export interface Waterfall {
  rows: WaterfallRow[];
  /** When anything was worked on. */
  busy: Span[];
  /** Last moment to show, ms from the run's start. */
  end: number;
}

interface TimedRun {
  startedAt: string;
  finishedAt: string | null;
  steps: TimedStep[];
}

/** The rows of a run as of `now` (ms since 1970): steps in their order, each with its tries and waits when there was more than one try. */
export function waterfall(run: TimedRun, now: number): Waterfall {
  const start = Date.parse(run.startedAt);
  const open = run.finishedAt === null;
  const until = Math.max(0, (open ? now : Date.parse(run.finishedAt ?? run.startedAt)) - start);
  const rows = run.steps.flatMap((step) => rowsOf(step, start, open ? until : null));
  const busy = rows.filter((row) => row.kind === 'step').flatMap((row) => row.work);
  return { rows, busy, end: Math.max(until, ...busy.map((span) => span.to), 1) };
}

/** The rows left when the steps named in `closed` hide what hangs below them. */
export function visibleRows(rows: WaterfallRow[], closed: ReadonlySet<string>): WaterfallRow[] {
  return rows.filter((row) => row.kind === 'step' || !closed.has(row.node));
}

/** `until`: ms from the start to now while the run is open, else null. */
function rowsOf(step: TimedStep, start: number, until: number | null): WaterfallRow[] {
  const tries = step.attempts.map((attempt) => {
    const from = Math.max(0, Date.parse(attempt.at) - start);
    return { attempt, span: { from, to: from + attempt.durationMs } };
  });
  const nested = tries.flatMap((each, index) => {
    const next = tries[index + 1];
    const wait = waitAfter(each.attempt, each.span, next?.span ?? null, until);
    return [
      attemptRow(step, each.attempt, each.span, index, triesBefore(step, index)),
      ...(wait ? [waitRow(step, each.attempt, wait, index)] : []),
    ];
  });
  const shown = nested.length > 1 ? nested : [];
  const work = tries.length > 0 ? tries.map((each) => each.span) : ownSpan(step, until);
  const waits = nested.flatMap((row) => row.waits);
  return [
    {
      id: step.node,
      node: step.node,
      kind: 'step',
      label: step.name,
      note: triesBefore(step, tries.length) > 1 ? `${triesBefore(step, tries.length)} tries` : '',
      status: step.status,
      work,
      waits,
      tookMs: took(step, work, waits),
      broke: false,
      nested: shown.length,
    },
    ...shown,
  ];
}

/** A step that has begun but written no try yet is at work until now. */
function ownSpan(step: TimedStep, until: number | null): Span[] {
  if (step.startedMs === null) return [];
  const to = step.durationMs === null ? until : step.startedMs + step.durationMs;
  return to === null ? [] : [{ from: step.startedMs, to: Math.max(to, step.startedMs) }];
}

function waitAfter(attempt: Attempt, span: Span, next: Span | null, until: number | null): Span | null {
  if (next) return next.from > span.to ? { from: span.to, to: next.from } : null;
  return attempt.waiting > 0 && until !== null && until > span.to ? { from: span.to, to: until } : null;
}

const triesBefore = (step: TimedStep, index: number): number =>
  step.attempts.slice(0, index).filter((attempt) => !attempt.heldBack).length;

function attemptRow(step: TimedStep, attempt: Attempt, span: Span, index: number, before: number): WaterfallRow {
  return {
    id: `${step.node}/${index}`,
    node: step.node,
    kind: 'attempt',
    label: attempt.heldBack ? 'Held back' : `Try ${before + 1}`,
    note: attemptNote(attempt),
    status: attempt.heldBack ? 'waiting' : attempt.waiting > 0 ? 'failed' : attempt.parked > 0 ? 'parked' : 'done',
    work: [span],
    waits: [],
    tookMs: attempt.durationMs,
    broke: attempt.waiting > 0 && attempt.waiting < attempt.in,
    nested: 0,
  };
}

const waitNote = ({ heldBack, waiting }: Attempt): string =>
  heldBack === 'turn' ? 'for its turn' : heldBack === 'person' ? 'for somebody to look' : `${waiting} to try again`;

function waitRow(step: TimedStep, attempt: Attempt, span: Span, index: number): WaterfallRow {
  return {
    id: `${step.node}/${index}/wait`,
    node: step.node,
    kind: 'wait',
    label: 'Waited',
    note: attempt.waiting === 0 ? '' : waitNote(attempt),
    status: 'waiting',
    work: [],
    waits: [span],
    tookMs: span.to - span.from,
    broke: false,
    nested: 0,
  };
}

/** The try's own words, or what became of its messages. */
function attemptNote(attempt: Attempt): string {
  if (attempt.words) return attempt.words;
  const parts = [
    `${attempt.in - attempt.parked - attempt.waiting} done`,
    attempt.parked > 0 ? `${attempt.parked} parked` : '',
    attempt.waiting > 0 ? `${attempt.waiting} to try again` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function took(step: TimedStep, work: Span[], waits: Span[]): number | null {
  if (step.durationMs !== null) return step.durationMs;
  const all = [...work, ...waits];
  if (all.length === 0) return null;
  return Math.max(...all.map((span) => span.to)) - Math.min(...all.map((span) => span.from));
}
