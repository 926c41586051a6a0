import { relative } from '#components/ui/format.ts';

/** Times that most schedules keep. */
export const presets = [
  { cron: '*/5 * * * *', words: 'Every 5 minutes' },
  { cron: '*/15 * * * *', words: 'Every 15 minutes' },
  { cron: '0 * * * *', words: 'Every hour' },
  { cron: '0 6 * * *', words: 'Every day at 06:00' },
  { cron: '30 22 * * *', words: 'Every day at 22:30' },
  { cron: '30 7 * * 1-5', words: 'Monday to Friday at 07:30' },
  { cron: '0 6 * * 1', words: 'Mondays at 06:00' },
  { cron: '0 6 1 * *', words: 'On the first of every month at 06:00' },
];

export const viewersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone there is, those that are likely meant first: the viewer's, UTC, and the one chosen. */
export function zones(chosen: string): string[] {
  return [...new Set([viewersZone(), 'UTC', chosen, ...Intl.supportedValuesOf('timeZone')])];
}

/** `Tue 24 Nov, 06:00 CET`, and how far ahead it is: `in 20 hr`. */
export function firingWords(at: number, zone: string, now?: number): { time: string; ahead: string } {
  const seconds = at % 60_000 === 0 ? {} : { second: '2-digit' as const };
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...seconds },
    timeZoneName: 'short',
    timeZone: zone,
  });
  return { time: format.format(at), ahead: now === undefined ? '' : relative(at, now) };
}
