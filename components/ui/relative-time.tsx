'use client';

import { useSyncExternalStore } from 'react';
import { moment, relative } from './format.ts';

/** `4 min ago`; the exact time with its zone on hover. Ticks every 10 s. Empty on the server, whose clock is not the viewer's. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const ticked = useNow();
  // What happened since the last tick is not in the future.
  const ahead = new Date(at).getTime() - ticked;
  const now = ticked && ahead > 0 && ahead <= tickMs ? ticked + ahead : ticked;
  return (
    <time dateTime={at} title={now ? moment(at) : undefined} className={className}>
      {now ? relative(at, now) : ''}
    </time>
  );
}

/** Milliseconds between two looks at the clock. */
const tickMs = 10_000;
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) timer = setInterval(tick, tickMs);
  tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds, ticking every 10 s; 0 on the server and on the first paint. One timer for the whole page. */
export const useNow = (): number =>
  useSyncExternalStore(
    subscribe,
    () => now,
    () => 0,
  );
