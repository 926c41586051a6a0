import type { ReactNode } from 'react';

/** Nothing here yet: what to do about it, and the button that does it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 border border-dashed border-line-strong p-6">
      <div>
        <h2>{title}</h2>
        {children ? <div className="max-w-[60ch] text-ink-2">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

/** A question that could not be answered, in the server's words, and a way to ask again. */
export function TroubleState({ title, words, again }: { title: string; words: string; again?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 border-l-3 border-failed bg-surface p-4">
      <div>
        <h2>{title}</h2>
        <p className="text-ink-2">{words}</p>
      </div>
      {again}
    </div>
  );
}
