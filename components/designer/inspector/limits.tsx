'use client';

import { counted } from '#components/ui/format.ts';
import { connectorOf } from '#flow/catalog.ts';
import { useDesigner } from '../state/designer-context.ts';

const per = { second: 'a second', minute: 'a minute', day: 'a day', concurrent: 'at once' };

/** What the system allows, and where that was read. */
export function Limits({ operation }: { operation: string }) {
  const { catalog } = useDesigner();
  const limits = connectorOf(catalog, operation)?.connection?.limits ?? [];
  if (limits.length === 0) return null;
  return (
    <dl className="flex flex-col gap-1 border-t border-line pt-3">
      <dt className="label">Limits of the system, kept for all flows together</dt>
      {limits.map((limit) => (
        <dd
          key={`${limit.calls}-${limit.per}`}
          className="data text-ink-2"
          title={`${limit.source}, read ${limit.date}`}
        >
          {counted(limit.calls, 'call')} {per[limit.per]}
        </dd>
      ))}
    </dl>
  );
}
