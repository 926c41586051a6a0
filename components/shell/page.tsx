import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Rail } from './rail.tsx';

/**
 * The frame of every page: rail, bar, content, status line. `bar` is a `<Bar>`, `status` a `<StatusLine>`. Content scrolls and is
 * padded unless it is `full`, which leaves the whole area to it (canvas, lists with their own scrolling).
 */
export function Page({
  bar,
  status,
  full = false,
  children,
}: {
  bar: ReactNode;
  status?: ReactNode;
  full?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid h-dvh grid-cols-[64px_minmax(0,1fr)] grid-rows-[40px_minmax(0,1fr)]">
      <a
        href="#main"
        className="fixed top-1 left-1 z-50 -translate-y-16 bg-raised px-3 py-1 focus-visible:translate-y-0"
      >
        Skip to the content
      </a>
      <Rail />
      {bar}
      <div className="flex min-h-0 min-w-0 flex-col">
        <main
          id="main"
          tabIndex={-1}
          className={cx(
            'relative min-h-0 min-w-0 flex-1 outline-none',
            full ? 'overflow-hidden' : 'overflow-auto px-8 py-6',
          )}
        >
          {children}
        </main>
        {status}
      </div>
    </div>
  );
}
