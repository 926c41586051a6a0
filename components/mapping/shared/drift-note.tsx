'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { count } from '#components/ui/format.ts';
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
      onSettled: () => queries.invalidateQueries(trpc.maps.drift.queryFilter({ flow, node })),
    }),
  );
  const found = [...(answer.data?.found ?? [])].sort((a, b) => Number(b.matters) - Number(a.matters));
  if (found.length === 0) return null;
  const read = found.filter(({ matters }) => matters).length;
  return (
    <Popover
      label="What comes has changed"
      width={400}
      trigger={(props) => (
        <Button size="sm" look="quiet" className="text-warn!" {...props}>
          <StatusGlyph mark="warn" size={14} /> Drift {found.length}
        </Button>
      )}
    >
      {(close) => (
        <div className="p-3 whitespace-normal">
          <p className="mb-2 text-ink-2">
            What comes to this map is not what came before
            {read > 0 ? `; ${read} of it the map reads` : '; the map reads none of it'}. {count(answer.data?.seen ?? 0)}{' '}
            messages were looked at, a few a minute.
          </p>
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
