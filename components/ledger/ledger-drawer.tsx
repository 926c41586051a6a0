'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { count, counted, moment } from '#components/ui/format.ts';
import { Select } from '#components/ui/input.tsx';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { verdictOf } from './ledger-lines.ts';
import { LedgerTable } from './ledger-table.tsx';
import { LostMessages, SuppressedList } from './suppressed-list.tsx';
import { type Days, spans, useLedger } from './use-ledger.ts';

/** The flow's ledger under its drawing: received is the sum of where the messages are, per trigger, and the gap is 0. */
export function LedgerDrawer({ flow, onClose }: { flow: string; onClose: () => void }) {
  const [days, setDays] = useState<Days>(1);
  const { data, error, refetch } = useLedger(flow, days);
  return (
    <section aria-label="Ledger" className="flex max-h-80 shrink-0 flex-col border-t border-line-strong bg-surface">
      <header className="flex h-11 shrink-0 items-center gap-4 border-b border-line bg-bg pr-2 pl-4">
        <h2>Ledger</h2>
        <div className="w-28">
          <Select
            aria-label="Days shown"
            value={days}
            onChange={(event) => setDays(Number(event.target.value) as Days)}
          >
            {Object.entries(spans).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        {data ? (
          <>
            <span role="status">
              <StatusMark {...verdictOf(data.sum.gap, data.sum.tally)} />
            </span>
            {data.sum.differs > 0 ? (
              <StatusMark
                mark="warn"
                words={`The runs’ totals differ by ${count(data.sum.differs)}`}
                className="whitespace-nowrap"
              />
            ) : null}
            <span className="label truncate">
              counted from the messages received since {moment(`${data.first}T00:00:00Z`, 'UTC')}
            </span>
          </>
        ) : null}
        <IconButton label="Close the ledger" onClick={onClose} className="ml-auto">
          <X size={16} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        {error && !data ? (
          <div className="p-4">
            <TroubleState
              title="The ledger could not be read"
              words={error.message}
              again={<Button onClick={() => void refetch()}>Try again</Button>}
            />
          </div>
        ) : data ? (
          <>
            <LedgerTable flow={flow} ledger={data} />
            {data.sum.partly > 0 ? (
              <p className="label px-4 py-1">
                Of those parked, cancelled or discarded, {counted(data.sum.partly, 'message')} came to some of their
                targets; their runs say to which.
              </p>
            ) : null}
            <LostMessages lost={data.lost} />
            <SuppressedList ledger={data} />
          </>
        ) : (
          <Later>
            <Skeleton className="m-4 h-16" />
          </Later>
        )}
      </div>
    </section>
  );
}
