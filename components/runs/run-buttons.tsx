'use client';

import { Ban, Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { Button, type ButtonLook } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useRunActions } from './use-run-actions.ts';

/** Cancels a run, or one message of it, after saying what that means. `of` is what the button's name ends with. */
export function CancelButton({
  run,
  message,
  of,
  look = 'outline',
  size,
}: { run: string; message?: string; of: string } & ButtonLook) {
  const { cancel, busy } = useRunActions();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look={look} size={size} disabled={busy} aria-label={`Cancel ${of}`} onClick={() => setAsking(true)}>
        <Ban size={14} aria-hidden="true" /> Cancel
      </Button>
      {asking ? (
        <Confirm
          title={`Cancel ${of}`}
          verb={message === undefined ? 'Cancel the run' : 'Cancel the message'}
          danger
          onClose={() => setAsking(false)}
          onDo={() => cancel(run, message)}
        >
          <p>
            What waits is not tried again. What was delivered stays delivered, and every message keeps its place in the
            sum.
          </p>
          <p className="text-ink-2">
            What a step is sending at this moment may still arrive. Where that could be doubled by trying again, the
            message is parked for you to look.
          </p>
        </Confirm>
      ) : null}
    </>
  );
}

/** Sends what is at rest through the newest version once more, after saying what that means. */
export function AgainButton({
  run,
  message,
  of,
  look = 'outline',
  size,
}: { run: string; message?: string; of: string } & ButtonLook) {
  const { again, busy } = useRunActions();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look={look} size={size} disabled={busy} aria-label={`Run again: ${of}`} onClick={() => setAsking(true)}>
        <Repeat2 size={14} aria-hidden="true" /> Run again
      </Button>
      {asking ? (
        <Confirm
          title={`Run ${of} again`}
          verb="Run again"
          onClose={() => setAsking(false)}
          onDo={() => again(run, message)}
        >
          <p>
            The newest version takes it from where it came in. Targets that know our keys see that it is the same; a
            step that has no key does what it does a second time.
          </p>
          <p className="text-ink-2">It counts as a replay, not as received. What is recorded of it is replaced.</p>
        </Confirm>
      ) : null}
    </>
  );
}

function Confirm({
  title,
  verb,
  danger = false,
  onDo,
  onClose,
  children,
}: {
  title: string;
  verb: string;
  danger?: boolean;
  onDo: () => void;
  onClose: () => void;
  children: React.ReactNode;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look={danger ? 'danger' : 'primary'}
            onClick={() => {
              onDo();
              onClose();
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 text-left font-normal whitespace-normal">{children}</div>
    </Dialog>
  );
}
