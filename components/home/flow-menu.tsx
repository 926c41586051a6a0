'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { type FlowRow, useTRPC } from '#components/trpc.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { toast } from '#components/ui/toast.tsx';

/** What is done to a flow as a whole: copy it, remove it. Removing asks, because it cannot be taken back. */
export function FlowMenu({ row }: { row: FlowRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const settled = {
    onSuccess: () => queries.invalidateQueries(trpc.flows.list.queryFilter()),
    onError: (error: { message: string }) => toast(error.message, { mark: 'failed' }),
  };
  const create = useMutation(trpc.flows.create.mutationOptions(settled));
  const remove = useMutation(trpc.flows.remove.mutationOptions(settled));
  const item = 'flex h-8 w-full items-center px-3 text-left hover:bg-canvas';

  return (
    <>
      <Popover
        label={`More for ${row.name}`}
        width={160}
        trigger={(props) => (
          <IconButton label={`More for ${row.name}`} {...props}>
            <Ellipsis size={16} />
          </IconButton>
        )}
      >
        {(close) => (
          <>
            <button
              type="button"
              className={item}
              onClick={() => {
                close();
                create.mutate({ name: `${row.name}, copy`.slice(0, 120), document: row.document });
              }}
            >
              Make a copy
            </button>
            <button
              type="button"
              className={`${item} text-failed`}
              onClick={() => {
                close();
                setAsking(true);
              }}
            >
              Delete…
            </button>
          </>
        )}
      </Popover>
      {asking ? (
        <Dialog
          title={`Delete “${row.name}”?`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button
                look="danger"
                onClick={() => {
                  setAsking(false);
                  remove.mutate({ id: row.id });
                }}
              >
                Delete the flow
              </Button>
            </>
          }
        >
          <p>
            Its triggers stop taking messages at once. Runs that were made stay in the history for as long as they are
            kept. This cannot be taken back.
          </p>
        </Dialog>
      ) : null}
    </>
  );
}
