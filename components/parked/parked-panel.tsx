'use client';

import Link from 'next/link';
import { JsonText } from '#components/runs/json-text.tsx';
import type { ParkedRow } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { ParkedButtons } from './parked-buttons.tsx';
import { TroubleCard } from './trouble-card.tsx';

/** One parked message: its trouble, its body, and the way to its run. `alike` counts the messages with the same trouble, itself included. */
export function ParkedPanel({
  row,
  system,
  alike,
  onTickAlike,
}: {
  row: ParkedRow;
  /** Who answered. */
  system: string;
  alike: number;
  onTickAlike: () => void;
}) {
  return (
    <aside
      aria-label={`Message ${row.key ?? row.message}`}
      className="flex min-h-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex shrink-0 items-start gap-3 px-4 pt-2.5 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate">{row.key ?? row.message.slice(0, 8)}</h2>
          <p className="label truncate">
            {row.flow.name} · {row.nodeName}
          </p>
        </div>
        <Link href={`/runs/${row.run}?message=${row.message.split('/')[0]}&step=${row.node}`} className="pt-1">
          Open its run
        </Link>
      </header>
      <div className="min-h-0 flex-1 overflow-auto border-t border-line">
        <TroubleCard trouble={row.trouble} system={system}>
          {row.state === 'parked' ? <ParkedButtons ids={[row.id]} /> : null}
          {alike > 1 ? (
            <Button look="quiet" onClick={onTickAlike}>
              Tick all {alike} alike
            </Button>
          ) : null}
        </TroubleCard>
        <JsonText name="Message" text={row.body} field={row.trouble.field} />
      </div>
    </aside>
  );
}
