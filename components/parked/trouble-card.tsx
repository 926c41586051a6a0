import type { ReactNode } from 'react';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Trouble } from '#flow/run/message.ts';
import { troubleKinds } from './trouble-words.ts';

/** What failed in plain words, the field, the vendor's answer and what to do. `system` is who answered; buttons are the children. */
export function TroubleCard({ trouble, system, children }: { trouble: Trouble; system: string; children?: ReactNode }) {
  return (
    <section aria-label="Trouble" className="border-b border-line border-l-2 border-l-failed bg-bg px-4 py-3">
      <div className="flex gap-2">
        <span className="mt-0.5">
          <StatusGlyph mark="failed" />
        </span>
        <div className="min-w-0 flex-1">
          <p className="label">{troubleKinds[trouble.class]}</p>
          <h3 className="text-field break-words">{trouble.message}</h3>
          <dl className="mt-2 grid grid-cols-[92px_minmax(0,1fr)] gap-y-1 [&>dt]:text-ink-3">
            {trouble.field ? (
              <>
                <dt>Field</dt>
                <dd>
                  <code className="data break-all text-ink">{trouble.field}</code>
                </dd>
              </>
            ) : null}
            {trouble.vendor || trouble.status ? (
              <>
                <dt className="truncate">{system} said</dt>
                <dd className="data max-h-40 overflow-auto border border-line bg-surface px-2 py-1 break-words whitespace-pre-wrap text-ink-2">
                  {[trouble.status, trouble.vendor].filter(Boolean).join(' ')}
                </dd>
              </>
            ) : null}
            <dt>What to do</dt>
            <dd className="font-medium">{trouble.wayOut}</dd>
          </dl>
          {children ? <div className="mt-3 flex flex-wrap items-center gap-2">{children}</div> : null}
        </div>
      </div>
    </section>
  );
}
