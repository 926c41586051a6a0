'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ConnectionRow, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { clock, counted } from '#components/ui/format.ts';
import { useNow } from '#components/ui/relative-time.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';
import { connectionState } from './connection-words.ts';

/** Why a connection is not called now, until when, and the way to call it all the same. Nothing while all is well. */
export function ConnectionHeld({ row }: { row: ConnectionRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const now = useNow();
  const release = useMutation(
    trpc.connections.release.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.connections.pathFilter());
        toast(`“${row.name}” is called again`, { mark: 'ok' });
      },
    }),
  );
  const { held, waiting } = row;
  if (!held) return waiting > 0 ? <p className="text-ink-2">{waitingWords(waiting)} its turn.</p> : null;
  const breaker = held.why === 'breaker';
  return (
    <section
      aria-label="Why it is not called"
      className={`border-l-3 bg-surface p-4 ${breaker ? 'border-failed' : 'border-line-strong'}`}
    >
      <StatusMark {...connectionState(row)} />
      <p className="mt-1 text-ink-2">
        {breaker
          ? `${counted(held.failures, 'call')} in a row failed, so nobody calls it. One call at a time tries whether it answers again, and the first that is answered closes the breaker.`
          : 'It asked all callers to stay away for a while.'}
      </p>
      {held.words ? <p className="mt-1 break-words text-ink-2">Last: {held.words}</p> : null}
      <p className="num mt-1 font-medium">{now === 0 ? '' : untilWords(held, now)}</p>
      {waiting > 0 ? <p className="text-ink-2">{waitingWords(waiting)} it.</p> : null}
      <Button className="mt-3" disabled={release.isPending} onClick={() => release.mutate({ id: row.id })}>
        {breaker ? 'Close it now' : 'End the pause now'}
      </Button>
      {release.error ? (
        <p role="alert" className="mt-2 text-failed">
          {release.error.message}
        </p>
      ) : null}
    </section>
  );
}

const waitingWords = (n: number): string => `${counted(n, 'message waits', 'messages wait')} for`;

function untilWords({ why, until }: NonNullable<ConnectionRow['held']>, now: number): string {
  if (Date.parse(until) > now) return `${why === 'breaker' ? 'Open' : 'Paused'} until ${clock(until, true)}`;
  return why === 'breaker' ? 'The next call tries.' : 'Over by now.';
}
