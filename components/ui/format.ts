/** Numbers, money and time in words, the same on every screen. English with a comma for thousands; times in the viewer's zone. */

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 1284 → `1,284`. */
export const count = (n: number): string => whole.format(n);

/** `1 message`, `2 messages`. `many` for words that do not just take an s. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** `EUR 400–800`, or `EUR 3,000` where both ends meet. Whole euros. */
export function euros(range: { low: number; high: number }, currency = 'EUR'): string {
  return range.low === range.high
    ? `${currency} ${count(range.low)}`
    : `${currency} ${count(range.low)}–${count(range.high)}`;
}

/** `84 ms`, `1.8 s`, `1 m 34 s`, `2 h 52 m`. */
export function lasting(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const relativeWords = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always', style: 'short' });

/** `4 min ago`, `just now`, `in 58 sec`. Times are ISO 8601 or milliseconds. */
export function relative(at: string | number, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1_000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  if (Math.abs(seconds) < 3) return 'just now';
  return relativeWords.format(Math.trunc(seconds / size), unit);
}

/** `12:04`, `12:04:09` with seconds; in the viewer's zone unless one is given. */
export function clock(at: string | number, seconds = false, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    timeZone,
  }).format(new Date(at));
}

/** `23 Nov 2026, 12:04:09 CET`. */
export function moment(at: string | number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(at));
}
