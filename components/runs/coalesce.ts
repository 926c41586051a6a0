/** Gathers what comes in and hands it on in batches. */
export interface Coalescer {
  add(id: string): void;
  /** Forgets what is gathered. Nothing is handed on after it. */
  stop(): void;
}

/**
 * Calls `ask` with every id added since the last call, each once: `ms` after the first of them, and never while the last
 * call is still under way. Asking again would cancel it, so that under steady news and a slow server nothing ever arrived.
 */
export function coalesce(ask: (ids: string[]) => Promise<unknown>, ms: number): Coalescer {
  const gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stopped = false;

  const soon = () => {
    if (!asking && !stopped) timer ??= setTimeout(hand, ms);
  };
  const hand = async () => {
    const ids = [...gathered];
    gathered.clear();
    timer = undefined;
    asking = true;
    await ask(ids).catch(() => undefined); // trouble is shown where the answer was to be
    asking = false;
    if (gathered.size > 0) soon();
  };
  return {
    add(id) {
      gathered.add(id);
      soon();
    },
    stop() {
      stopped = true;
      gathered.clear();
      clearTimeout(timer);
    },
  };
}
