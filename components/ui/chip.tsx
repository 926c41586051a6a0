'use client';

import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

const shape = 'inline-flex h-6 items-center gap-1.5 rounded-node border px-2 text-label whitespace-nowrap';

/** A filter that is on or off. */
export function Chip({ on = false, className, type = 'button', ...rest }: ComponentProps<'button'> & { on?: boolean }) {
  return (
    <button
      type={type}
      aria-pressed={on}
      className={cx(shape, 'bg-surface', on ? 'border-ink text-ink' : 'border-line text-ink-2', className)}
      {...rest}
    />
  );
}

/** A word in a box, nothing to press. */
export function Tag({ className, ...rest }: ComponentProps<'span'>) {
  return <span className={cx(shape, 'border-line bg-surface text-ink-2', className)} {...rest} />;
}
