'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { count, counted } from '#components/ui/format.ts';
import { Popover } from '#components/ui/popover.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';

/** Says when what comes to the map is not what came before; nothing at all as long as it is. */
export function DriftNote({ flow, node }: { flow: string; node: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const answer = useQuery(trpc.maps.drift.queryOptions({ flow, node }));
  const accept = useMutation(
    trpc.maps.acceptDrift.mutationOptions({
      onError: (error) => toast(error.message, { mark: 'failed', id: 'drift' }),
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries(trpc.maps.drift.queryFilter({ flow, node })),
          queries.invalidateQueries(trpc.maps.drifts.queryFilter({ flow })),
        ]),
    }),
  );
  const { found: all = [], stopped = null, waiting = 0, parked = 0, seen = 0 } = answer.data ?? {};
  const found = [...all].sort((a, b) => Number(b.matters) - Number(a.matters));
  if (found.length === 0 && !stopped && waiting + parked === 0) return null;
  const read = found.filter(({ matters }) => matters).length;
  return (
    <Popover
      label="What comes has changed"
      width={400}
      trigger={(props) => (
        <Button size="sm" look="quiet" className="text-warn!" {...props}>
          <StatusGlyph mark="warn" size={14} />{' '}
          {stopped ? 'Stopped by drift' : found.length > 0 ? `Drift ${found.length}` : 'Drift'}
        </Button>
      )}
    >
      {(close) => (
        <div className="p-3 whitespace-normal">
          {stopped ? <p className="mb-2 font-medium">{stopped.words}</p> : null}
          <p className="mb-2 text-ink-2">
            What comes to this map is not what came before
            {found.length === 0 ? '' : read > 0 ? `; ${read} of it the map reads` : '; the map reads none of it'}.{' '}
            {count(seen)} messages were looked at, a few a minute.
          </p>
          {waiting + parked > 0 ? <p className="mb-2 text-ink-2">{heldUpWords(waiting, parked)}</p> : null}
          <ul aria-label="Changes in what comes">
            {found.map(({ kind, field, words, matters }) => (
              <li key={`${kind} ${field}`} className="flex gap-2 py-0.5">
                <StatusGlyph mark={matters ? 'warn' : 'queued'} size={14} />
                <span>
                  {words}
                  {matters ? <b> The map reads it.</b> : null}
                </span>
              </li>
            ))}
          </ul>
          <Button
            size="sm"
            className="mt-2"
            disabled={accept.isPending}
            onClick={() => {
              accept.mutate({ flow, node });
              close();
            }}
          >
            Take it as normal
          </Button>
        </div>
      )}
    </Popover>
  );
}

function heldUpWords(waiting: number, parked: number): string {
  const waits = `${counted(waiting, 'message waits', 'messages wait')} for you, and ${waiting === 1 ? 'goes' : 'go'} on once it is normal`;
  const stays = `${count(parked)} ${parked === 1 ? 'is' : 'are'} parked, to be retried then`;
  return `${[waiting > 0 ? waits : '', parked > 0 ? stays : ''].filter(Boolean).join('; ')}.`;
}
