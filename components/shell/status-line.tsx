import type { ReactNode } from 'react';

/** The 28 px line at the foot: `children` on the left, `end` on the right. */
export function StatusLine({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 overflow-hidden border-t border-line bg-bg px-4 text-label whitespace-nowrap text-ink-2">
      {children}
      {end ? <div className="ml-auto flex items-center gap-4">{end}</div> : null}
    </footer>
  );
}
