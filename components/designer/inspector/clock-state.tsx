'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ClockState, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { moment } from '#components/ui/format.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { type Mark, StatusGlyph } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useDesigner } from '../state/designer-context.ts';

/** Nothing tells of a poll that found nothing, so it is looked at while it is shown. */
const lookMs = 2000;

/** How a schedule or a poll of the published version stands: when next, what came last, what is wrong, and its switches. */
export function ClockStatePanel({ node }: { node: string }) {
  const { id: flow } = useDesigner();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.schedules.of.queryOptions({ flow }, { refetchInterval: lookMs }));
  const clock = data?.find((one) => one.node === node);
  if (!data) return null;
  if (!clock) return <p className="label">It starts by itself once the flow is published.</p>;
  return <Clock clock={clock} />;
}

function Clock({ clock }: { clock: ClockState }) {
  const poll = clock.kind === 'poll';
  const { run, pause, resume, busy } = useClock(clock);
  return (
    <section aria-label="Its clock" className="flex flex-col gap-2 border border-line bg-canvas px-2 py-2">
      <Standing clock={clock} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {clock.paused ? null : (
          <Line name={poll ? 'Looks next' : 'Fires next'}>
            {clock.nextAt ? <Instant at={clock.nextAt} /> : 'never again'}
          </Line>
        )}
        <Line name={poll ? 'Looked last' : 'Fired last'}>
          {clock.lastAt ? <Instant at={clock.lastAt} /> : 'not yet'}
        </Line>
        {clock.lastRun ? (
          <Line name="Last run">
            <Link href={`/runs/${clock.lastRun}`}>Open the run</Link>
          </Line>
        ) : null}
        {clock.readUpTo ? <Line name="Read up to">{moment(clock.readUpTo)}</Line> : null}
      </dl>
      <div className="flex gap-2">
        <Button size="sm" disabled={busy || (poll && clock.paused !== null)} onClick={run}>
          {poll ? 'Look now' : 'Run now'}
        </Button>
        <Button size="sm" disabled={busy} onClick={clock.paused ? resume : pause}>
          {clock.paused ? 'Resume' : 'Pause'}
        </Button>
      </div>
    </section>
  );
}

function Standing({ clock }: { clock: ClockState }) {
  const { mark, words } = standingOf(clock);
  return (
    <div role="status" className="flex items-start gap-2">
      <StatusGlyph mark={mark} />
      <p className="min-w-0 flex-1">
        {words}
        {clock.trouble && !clock.paused ? <span className="label block">{clock.trouble.wayOut}</span> : null}
      </p>
    </div>
  );
}

function standingOf({ paused, trouble, waiting, kind, nextAt }: ClockState): { mark: Mark; words: ReactNode } {
  if (paused)
    return {
      mark: 'skipped',
      words: (
        <>
          Paused by {paused.by}, <RelativeTime at={paused.at} />
        </>
      ),
    };
  if (trouble) return { mark: trouble.class === 'passing' ? 'warn' : 'failed', words: trouble.message };
  if (waiting) return { mark: 'queued', words: 'Waits: too much of this flow is in flight to read more.' };
  if (nextAt === null) return { mark: 'skipped', words: 'No time is left at which it would fire.' };
  return { mark: 'ok', words: kind === 'poll' ? 'Looks by itself' : 'Fires by itself' };
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="label">{name}</dt>
      <dd className="data min-w-0">{children}</dd>
    </>
  );
}

function Instant({ at }: { at: string }) {
  return (
    <>
      {moment(at)} · <RelativeTime at={at} />
    </>
  );
}

/** Its switches. Each says what came of it, and what is shown is read again at once. */
function useClock({ id: trigger, kind }: ClockState) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.schedules.pathFilter());
  const onError = (error: { message: string }) => toast(error.message, { mark: 'failed', id: 'clock', stays: 12_000 });
  const pause = useMutation(trpc.schedules.pause.mutationOptions({ onSettled, onError }));
  const resume = useMutation(trpc.schedules.resume.mutationOptions({ onSettled, onError }));
  const run = useMutation(
    trpc.schedules.run.mutationOptions({
      onSettled,
      onError,
      onSuccess: ({ run: started }) =>
        toast(kind === 'poll' ? 'It looks now.' : 'Started by hand.', {
          mark: 'running',
          id: 'clock',
          stays: 10_000,
          action: started ? { label: 'Open the run', href: `/runs/${started}` } : undefined,
        }),
    }),
  );
  return {
    run: () => run.mutate({ trigger }),
    pause: () => pause.mutate({ trigger }),
    resume: () => resume.mutate({ trigger }),
    busy: pause.isPending || resume.isPending || run.isPending,
  };
}
