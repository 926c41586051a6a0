import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';

/** A number over its word; `swatch` is the colour it has in the bars. */
export function Figure({ amount, label, swatch }: { amount: ReactNode; label: string; swatch?: string }) {
  return (
    <span className="flex flex-col whitespace-nowrap">
      <b className="num text-section font-semibold">{amount}</b>
      <span className="label flex items-center gap-1">
        {swatch ? <span aria-hidden="true" className={cx('size-2 shrink-0', swatch)} /> : null}
        {label}
      </span>
    </span>
  );
}
