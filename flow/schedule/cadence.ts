import { Cron, CronPattern } from 'croner';
import { z } from 'zod';
import type { Json } from '../json.ts';
import { isZone } from './zone.ts';

/** When something happens again and again: five or six fields of cron or `every n minutes`, by the clock of an IANA zone. */
export const cadenceSchema = z.strictObject({ cron: z.string().max(200), zone: z.string().max(100) });
export type Cadence = z.infer<typeof cadenceSchema>;

/** A cadence as it was understood. */
export type Beat =
  /** Every so many seconds since 1970, whatever the clocks of people do. */
  | { kind: 'every'; seconds: number }
  /** `everyHour`: no hour is named, so that the clock being put forward or back changes nothing. `next` is the first wall time after another, or null when there is none. */
  | { kind: 'cron'; everyHour: boolean; next(wall: number): number | null };

/** What a config field of type `cron` holds; undefined when it is not a cadence at all. */
export function readCadence(value: Json | undefined): Cadence | undefined {
  const read = cadenceSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

/** What is wrong with a cadence, in words that go on after a colon; undefined when it can be kept. */
export function cadenceFault({ cron, zone }: Cadence): string | undefined {
  const beat = readBeat(cron);
  if ('fault' in beat) return beat.fault;
  return isZone(zone) ? undefined : `“${zone}” is not a time zone, such as Europe/Berlin`;
}

/** @throws when `cadenceFault` has words for it, which is a bug: it was checked when it was written */
export function beatOf(cadence: Cadence): Beat {
  const fault = cadenceFault(cadence);
  const beat = readBeat(cadence.cron);
  if (fault !== undefined || 'fault' in beat) throw new Error(`“${cadence.cron}” cannot be kept: ${fault}`);
  return beat;
}

const longestSeconds = 86_400;
const units = { second: 1, minute: 60, hour: 3600 };

function readBeat(text: string): Beat | { fault: string } {
  const words = /^every\s+(?:(\d{1,6})\s+)?(second|minute|hour)s?$/i.exec(text.trim());
  return words ? every(Number(words[1] ?? 1), words[2]?.toLowerCase() as keyof typeof units) : fields(text.trim());
}

function every(n: number, unit: keyof typeof units): Beat | { fault: string } {
  const seconds = n * units[unit];
  if (seconds < 1 || seconds > longestSeconds)
    return { fault: 'every is for one second up to 24 hours; fields of cron say the rest' };
  return { kind: 'every', seconds };
}

function fields(text: string): Beat | { fault: string } {
  const parts = text.split(/\s+/);
  if (text === '' || (parts.length !== 5 && parts.length !== 6))
    return { fault: 'it needs five fields (minute, hour, day, month, weekday), or six with seconds in front' };
  if (/[?@]/.test(text)) return { fault: '? and @ are not known here; write * or the value itself' };
  try {
    const options = { mode: '5-or-6-parts', timezone: 'Etc/UTC' } as const;
    const pattern = new CronPattern(text, options.timezone, { mode: options.mode });
    const cron = new Cron(text, { ...options, paused: true });
    const next = (wall: number) => cron.nextRun(new Date(wall))?.getTime() ?? null;
    if (next(anyWall) === null) return { fault: 'no such day ever comes' };
    return { kind: 'cron', everyHour: pattern.hour.every((on) => on === 1), next };
  } catch (error) {
    return { fault: faultIn(error) };
  }
}

/** From here on eight years hold every day that a calendar has. */
const anyWall = Date.UTC(2026, 0, 1);

/** The library's own words without its name: `invalid value for hour: 25`. */
function faultIn(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: /, '');
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(/\.$/, '');
}
