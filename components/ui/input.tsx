'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

const box =
  'w-full rounded-input border border-line-strong bg-raised text-ink disabled:bg-canvas disabled:text-ink-3 aria-invalid:border-failed focus-visible:outline-offset-0';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(box, 'h-7 px-2 text-body', className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cx(box, 'min-h-14 px-2 py-1 text-body', className)} {...rest} />;
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={cx(box, 'select-arrow h-7 pr-6 pl-2 text-body', className)} {...rest} />;
}

/** Reads as the title it edits; a frame appears when it is pointed at or typed in. */
export function TitleInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      className={cx(
        '-ml-2 h-7 w-full rounded-input border border-transparent bg-transparent px-2 text-section font-semibold text-ink hover:border-line focus:border-line-strong focus:bg-raised focus-visible:outline-offset-0',
        className,
      )}
      {...rest}
    />
  );
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input type="checkbox" className={cx('size-4 shrink-0 accent-ink', className)} {...rest} />;
}

/** Label above, control, then help or, instead of it, what is wrong. Give `htmlFor` the id of the control. */
export function Labelled({
  label,
  htmlFor,
  required,
  help,
  error,
  children,
}: {
  label: ReactNode;
  htmlFor?: string;
  required?: boolean;
  help?: ReactNode;
  error?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={htmlFor} className="text-label text-ink-2">
        {label}
        {required ? <span className="text-ink-3"> · required</span> : null}
      </label>
      {children}
      {error ? (
        <p role="alert" className="text-label text-failed">
          {error}
        </p>
      ) : help ? (
        <p className="label">{help}</p>
      ) : null}
    </div>
  );
}
