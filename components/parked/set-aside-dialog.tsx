'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { counted } from '#components/ui/format.ts';
import { Labelled, TextArea } from '#components/ui/input.tsx';
import { useParkedActions } from './use-parked-actions.ts';

/** Asks why before messages are set aside; the reason stays with them. */
export function SetAsideDialog({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone?: () => void }) {
  const { discard, busy } = useParkedActions();
  const [reason, setReason] = useState('');
  const field = useId();
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason.trim()) return;
    discard(ids, reason.trim(), () => {
      onDone?.();
      onClose();
    });
  };
  return (
    <Dialog
      title={`Set ${counted(ids.length, 'message')} aside`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" type="submit" form={form} disabled={busy || !reason.trim()}>
            Set aside
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-ink-2">
          They are not sent again and count as discarded. The messages and this reason are kept, so the sum still adds
          up.
        </p>
        <Labelled label="Why" htmlFor={field} required>
          <TextArea
            id={field}
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder="Entered by hand in the ledger"
          />
        </Labelled>
      </form>
    </Dialog>
  );
}
