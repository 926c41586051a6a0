'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { cx } from './cx.ts';

/** A flat block in the place of what is coming. Give it the size of the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cx('rounded-input bg-line', className)} />;
}

/** Shows its children after 150 ms: an answer that comes sooner never flickers. */
export function Later({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return due ? children : null;
}
