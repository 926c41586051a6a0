'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';
import { useParkedActions } from './use-parked-actions.ts';

/** Retry and set aside, for the parked rows of these ids. `what` is said behind the verb: `3 messages`. */
export function ParkedButtons({
  ids,
  what = '',
  primary = false,
  onDone,
}: {
  ids: string[];
  what?: string;
  primary?: boolean;
  onDone?: () => void;
}) {
  const { retry, busy } = useParkedActions();
  const [asking, setAsking] = useState(false);
  const press = () => {
    retry(ids);
    onDone?.();
  };
  return (
    <>
      <Button look={primary ? 'primary' : 'outline'} disabled={busy || ids.length === 0} onClick={press}>
        <RotateCcw size={14} aria-hidden="true" />
        {what ? `Retry ${what}` : 'Retry'}
      </Button>
      <Button look="quiet" disabled={busy || ids.length === 0} onClick={() => setAsking(true)}>
        Set aside
      </Button>
      {asking ? <SetAsideDialog ids={ids} onClose={() => setAsking(false)} onDone={onDone} /> : null}
    </>
  );
}
