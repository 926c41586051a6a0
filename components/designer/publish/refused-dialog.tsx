'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Problem } from '#flow/problem.ts';
import { ProblemList } from '../inspector/problem-list.tsx';

/** Why it was not published: every error, each a way to what it is about. */
export function RefusedDialog({
  problems,
  published,
  onClose,
}: {
  problems: Problem[];
  /** There is an earlier version. */
  published: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog
      title="Not published yet"
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          Back to the drawing
        </Button>
      }
    >
      <p className="mb-2 text-ink-2">
        {published ? 'The version that runs now stays as it is. ' : 'Nothing runs until it is published. '}
        {problems.length === 1 ? 'This stands in the way:' : 'These stand in the way:'}
      </p>
      <div className="-mx-4 border-y border-line">
        <ProblemList problems={problems} empty="" onJump={onClose} />
      </div>
    </Dialog>
  );
}
