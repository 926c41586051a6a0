import type { ReactNode } from 'react';

/** A key, as it is printed on the cap. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="data rounded-input border border-line bg-surface px-1 text-ink-3">{children}</kbd>;
}
