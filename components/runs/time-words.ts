/** How long, in words: `184 ms`, `6.1 s`, `41 s`, `1 m 34 s`, `2 h 5 m`, `3 d 4 h`. Negative counts as none. */
export function durationWords(ms: number): string {
  const all = Math.max(0, ms);
  if (all < 999.5) return `${Math.round(all)} ms`;
  if (all < 9950) return `${(all / 1000).toFixed(1)} s`;
  const seconds = Math.round(all / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return two(seconds, 60, 'm', 1, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return two(minutes, 60, 'h', 1, 'm');
  return two(Math.round(minutes / 60), 24, 'd', 1, 'h');
}

/** How far `at` lies from `now`: `just now`, `12 s ago`, `6 min ago`, `2 h ago`, `3 d ago`, `in 58 s`. Both in ms since 1970. */
export function agoWords(at: number, now: number): string {
  const past = at <= now;
  const seconds = Math.floor(Math.abs(now - at) / 1000);
  if (seconds < 3) return 'just now';
  const far = span(seconds);
  return past ? `${far} ago` : `in ${far}`;
}

/** `23 Nov 2026, 09:12:03 CET`; the time zone is always said. `zone` is the reader's own unless given. */
export function clockWords(at: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: zone,
  })
    .format(at)
    .replace(' at ', ', ');
}

/** `today 09:12:03 CET` on the day of `now`, else as `clockWords`. */
export function dayAndClockWords(at: number, now: number, zone?: string): string {
  const [day, time] = clockWords(at, zone).split(', ');
  const [today] = clockWords(now, zone).split(', ');
  return day === today ? `today ${time}` : `${day}, ${time}`;
}

/** `09:12:03`, in the reader's zone; for columns whose head or hover says the rest. */
export function timeWords(at: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  }).format(at);
}

function two(amount: number, per: number, big: string, least: number, small: string): string {
  const rest = amount % per;
  const head = `${Math.floor(amount / per)} ${big}`;
  return rest < least ? head : `${head} ${rest} ${small}`;
}

function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
