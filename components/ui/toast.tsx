'use client';

import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button, ButtonLink, IconButton } from './button.tsx';
import { type Mark, StatusGlyph } from './status-mark.tsx';

export interface ToastOptions {
  mark?: Mark;
  /** Shown as a button (`run`) or as a link (`href`). */
  action?: { label: string; run: () => void } | { label: string; href: string };
  /** Milliseconds on screen, 8,000 unless told; `Infinity` stays until closed. */
  stays?: number;
  /** A later toast with the same id takes the place of the earlier one. */
  id?: string;
}

interface Shown extends ToastOptions {
  id: string;
  words: string;
}

let shown: Shown[] = [];
let counted = 0;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

function show(next: Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/**
 * Says something in the corner, without stealing the focus. Own code rather than a package: those put a style element into the
 * page, which the content security policy refuses.
 */
export function toast(words: string, options: ToastOptions = {}): string {
  const id = options.id ?? `toast-${++counted}`;
  show([...shown.filter((other) => other.id !== id), { ...options, id, words }].slice(-4));
  clearTimeout(timers.get(id));
  const stays = options.stays ?? 8_000;
  if (Number.isFinite(stays))
    timers.set(
      id,
      setTimeout(() => closeToast(id), stays),
    );
  return id;
}

export function closeToast(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  show(shown.filter((other) => other.id !== id));
}

const none: Shown[] = [];
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Mounted once, in the layout. */
export function Toaster() {
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
  return (
    <section
      aria-label="Messages from the app"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-10 z-50 flex w-90 flex-col gap-2"
    >
      {toasts.map((one) => (
        <div
          key={one.id}
          className="pointer-events-auto flex items-center gap-2 rounded-node border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-popover"
        >
          {one.mark ? <StatusGlyph mark={one.mark} /> : null}
          <p className="min-w-0 flex-1 break-words py-1">{one.words}</p>
          {one.action ? <ToastAction id={one.id} action={one.action} /> : null}
          <IconButton size="sm" label="Close" onClick={() => closeToast(one.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </section>
  );
}

function ToastAction({ id, action }: { id: string; action: NonNullable<ToastOptions['action']> }) {
  if ('href' in action) {
    return (
      <ButtonLink size="sm" href={action.href} onClick={() => closeToast(id)}>
        {action.label}
      </ButtonLink>
    );
  }
  const press = () => {
    closeToast(id);
    action.run();
  };
  return (
    <Button size="sm" onClick={press}>
      {action.label}
    </Button>
  );
}
