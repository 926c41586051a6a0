'use client';

import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useTRPC } from '#components/trpc.tsx';
import { IconButton } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { OperationManifest } from '#flow/catalog.ts';
import { useDesigner } from '../state/designer-context.ts';
import { ClockStatePanel } from './clock-state.tsx';

/** What sets a trigger off: its address for those who call, else how its clock stands. */
export function TriggerAddress({ node, start }: { node: string; start: OperationManifest['start'] }) {
  return start === 'schedule' || start === 'poll' ? <ClockStatePanel node={node} /> : <HookAddress node={node} />;
}

/** Where the outside world reaches a trigger. It exists from the first publishing on and stays the same. */
function HookAddress({ node }: { node: string }) {
  const { id } = useDesigner();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.flows.get.queryOptions({ id }));
  const trigger = data?.triggers.find((candidate) => candidate.node === node);
  const copy = async () => {
    if (!trigger) return;
    await navigator.clipboard.writeText(trigger.hookUrl);
    toast('Address copied.', { mark: 'ok', stays: 3_000 });
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-label text-ink-2">Address for its messages</span>
      {trigger ? (
        <div className="flex items-center gap-1">
          <output className="data min-w-0 flex-1 border border-line bg-canvas px-2 py-1 break-all">
            {trigger.hookUrl}
          </output>
          <IconButton label="Copy the address" onClick={copy}>
            <Copy size={14} />
          </IconButton>
        </div>
      ) : (
        <p className="label">It gets one when the flow is published for the first time.</p>
      )}
    </div>
  );
}
