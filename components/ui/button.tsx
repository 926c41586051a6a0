'use client';

import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** `primary` is ink on paper, one per screen; `quiet` has no border; `danger` is outlined in the failed colour. */
export interface ButtonLook {
  look?: 'outline' | 'primary' | 'quiet' | 'danger';
  size?: 'md' | 'sm';
}

export function buttonClass({ look = 'outline', size = 'md' }: ButtonLook, square = false): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-node border font-medium whitespace-nowrap no-underline hover:no-underline transition-colors duration-120 ease-office disabled:opacity-50 aria-disabled:opacity-50',
    size === 'md' ? 'h-7 text-body' : 'h-6 text-label',
    square ? (size === 'md' ? 'w-7' : 'w-6') : size === 'md' && look !== 'quiet' ? 'px-3' : 'px-2',
    look === 'primary' && 'border-ink bg-ink text-on-ink enabled:hover:bg-ink-2 enabled:hover:border-ink-2',
    look === 'outline' && 'border-line-strong bg-surface text-ink enabled:hover:border-ink enabled:hover:bg-raised',
    look === 'quiet' && 'border-transparent bg-transparent text-ink enabled:hover:bg-canvas',
    look === 'danger' && 'border-failed bg-surface text-failed enabled:hover:bg-failed-tint',
  );
}

export function Button({ look, size, className, type = 'button', ...rest }: ComponentProps<'button'> & ButtonLook) {
  return <button type={type} className={cx(buttonClass({ look, size }), className)} {...rest} />;
}

/** A link that looks like a button. */
export function ButtonLink({ look, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={cx(buttonClass({ look, size }), className)} {...rest} />;
}

/** A square button with a glyph; `label` is its name and its tooltip. */
export function IconButton({
  look = 'quiet',
  size,
  label,
  className,
  type = 'button',
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & ButtonLook & { label: string; children: ReactNode }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(buttonClass({ look, size }, true), className)}
      {...rest}
    >
      {children}
    </button>
  );
}
