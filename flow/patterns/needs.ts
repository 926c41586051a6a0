import { grouped } from '../estimate/range.ts';
import type { Needs } from '../flow.ts';
import type { Rule } from './rules.ts';

/** Under this many minutes a change must show at once. */
const atOnceUnder = 1;
/** A peak is a spike from this many times the average minute, and from this many events a minute. */
const spike = { timesAverage: 20, perMinute: 60 };
const minutesPerDay = 24 * 60;

export function mustShowAtOnce(needs: Needs): boolean {
  return needs.freshnessMinutes !== undefined && needs.freshnessMinutes < atOnceUnder;
}

/** How many times the average minute the peak is, when that is a spike. */
export function spikeOf({ eventsPerDay, peakPerMinute }: Needs): number | undefined {
  if (!eventsPerDay || peakPerMinute === undefined || peakPerMinute < spike.perMinute) return undefined;
  const factor = peakPerMinute / (eventsPerDay / minutesPerDay);
  return factor >= spike.timesAverage ? Math.round(factor) : undefined;
}

export function spikeWords(needs: Needs, factor: number): string {
  return `The peak of ${grouped(needs.peakPerMinute ?? 0)} a minute is ${factor} times the average`;
}

/** Systems that are files only, by the names they were given. */
export function filesOnly(needs: Needs): string[] {
  return Object.entries(needs.access ?? {}).flatMap(([system, access]) => (access === 'files' ? [system] : []));
}

/** Reporting and migrations want bulk; the other three patterns move changes one by one. */
export function bulkRules(needs: Needs): Rule[] {
  if (needs.purpose === 'reporting')
    return [
      { need: 'purpose', weight: 'condition', words: 'Reporting loads whole tables; this moves changes one by one.' },
    ];
  if (needs.purpose === 'migration')
    return [
      { need: 'purpose', weight: 'condition', words: 'A migration moves all history; this moves changes one by one.' },
    ];
  return [];
}

/** What a system does not tell, it cannot show at once. */
export function accessRules(needs: Needs): Rule[] {
  if (!mustShowAtOnce(needs)) return [];
  return Object.entries(needs.access ?? {}).flatMap(([system, access]): Rule[] => {
    if (access === 'webhook') return [];
    const how = access === 'files' ? 'only gives files' : 'has to be asked';
    return [
      { need: 'access', weight: 'condition', words: `“${system}” ${how}, so a change there cannot show at once.` },
    ];
  });
}

/** `at once`, `30 seconds`, `5 minutes`, `2 hours`, `1 day`. */
export function minutesWords(minutes: number): string {
  if (minutes === 0) return 'at once';
  if (minutes < 1) return counted(Math.round(minutes * 60), 'second');
  if (minutes % minutesPerDay === 0) return counted(minutes / minutesPerDay, 'day');
  if (minutes % 60 === 0) return counted(minutes / 60, 'hour');
  return counted(minutes, 'minute');
}

export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export const hereAre = (systems: number): string => (systems === 1 ? 'here is 1' : `here are ${systems}`);
