'use client';

import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { canonicalFlow } from '#flow/flow.ts';
import { useDesigner } from '../state/designer-context.ts';
import type { SaveState } from '../state/use-flow-document.ts';

/** Someone else saved this flow meanwhile: nothing is overwritten, and what was drawn here can be taken along. */
export function ConflictNotice({ save }: { save: SaveState }) {
  const { current } = useDesigner();
  if (save.kind !== 'conflict') return null;
  const copy = async () => {
    await navigator.clipboard.writeText(canonicalFlow(current()));
    toast('Your version is on the clipboard, as JSON.', { mark: 'ok' });
  };
  return (
    <div
      role="alert"
      className="absolute inset-x-0 top-0 z-20 flex items-center gap-3 border-b border-failed bg-failed-tint px-4 py-2"
    >
      <p className="flex-1">
        <b>This flow was changed elsewhere.</b> Nothing you do here is saved any more: load what is there and go on from
        it.
      </p>
      <Button onClick={() => void copy()}>Copy my version</Button>
      <Button look="primary" onClick={() => location.reload()}>
        Load what is there
      </Button>
    </div>
  );
}
