import {
  addDays,
  calendarDay,
  dateIn,
  dayNumber,
  dayText,
  hasZone,
  instantOf,
  isDate,
  isDateTime,
  offsetAt,
  padded,
} from '../dates.ts';
import { quoted } from '../found.ts';
import { formattedDate, parsedDate } from './date-pattern.ts';
import { define, type MappingFunction } from './define.ts';

const date = { name: 'date', type: 'text' } as const;
const timestamp = { name: 'timestamp', type: 'text' } as const;
const zone = { name: 'zone', type: 'text', optional: true } as const;

/** Dates are YYYY-MM-DD, timestamps ISO 8601; where no zone is given the organisation's counts. */
export const dateFunctions: MappingFunction[] = [
  define({
    name: 'dateIn',
    group: 'date',
    parameters: [timestamp, zone],
    gives: 'date',
    summary: 'The day at that instant in a time zone, YYYY-MM-DD. Without a zone: in $zone.',
    examples: [
      { code: '$dateIn("2025-04-02T23:30:00Z", "Pacific/Auckland")', gives: '2025-04-03' },
      { code: '$dateIn("2025-04-02")', gives: '2025-04-02' },
    ],
    call: ([text, where], given) => dateIn(text, where ?? given.zone),
  }),
  define({
    name: 'today',
    group: 'date',
    parameters: [zone],
    gives: 'date',
    summary: 'The day on which the message was accepted, in a time zone. The same in every attempt.',
    examples: [{ code: '$today("UTC")', gives: '2025-04-02' }],
    call: ([where], given) => dateIn(given.now, where ?? given.zone),
  }),
  define({
    name: 'addDays',
    group: 'date',
    parameters: [date, { name: 'days', type: 'number' }],
    gives: 'date',
    summary: 'The date so many days later; a time behind the date stays.',
    examples: [
      { code: '$addDays("2025-02-27", 2)', gives: '2025-03-01' },
      { code: '$addDays("2025-03-01T10:00:00Z", -1)', gives: '2025-02-28T10:00:00Z' },
    ],
    call: ([text, days]) => addDays(text, days),
  }),
  define({
    name: 'addMonths',
    group: 'date',
    parameters: [date, { name: 'months', type: 'number' }],
    gives: 'date',
    summary:
      'The date so many months later, or the last day of that month where it is shorter; a time behind it stays.',
    examples: [
      { code: '$addMonths("2025-01-31", 1)', gives: '2025-02-28' },
      { code: '$addMonths("2024-02-29", -12)', gives: '2023-02-28' },
      { code: '$addMonths("2025-01-31T10:00:00Z", 1)', gives: '2025-02-28T10:00:00Z' },
    ],
    call: ([text, months]) => `${addMonths(dateOf(text), Math.round(months))}${text.slice(10)}`,
  }),
  define({
    name: 'startOfMonth',
    group: 'date',
    parameters: [date],
    gives: 'date',
    summary: 'The first day of the month.',
    examples: [{ code: '$startOfMonth("2025-04-17")', gives: '2025-04-01' }],
    call: ([text]) => `${dateOf(text).slice(0, 8)}01`,
  }),
  define({
    name: 'endOfMonth',
    group: 'date',
    parameters: [date],
    gives: 'date',
    summary: 'The last day of the month.',
    examples: [{ code: '$endOfMonth("2024-02-10")', gives: '2024-02-29' }],
    call: ([text]) => addDays(addMonths(`${dateOf(text).slice(0, 8)}01`, 1), -1),
  }),
  define({
    name: 'daysBetween',
    group: 'date',
    parameters: [
      { name: 'from', type: 'text' },
      { name: 'to', type: 'text' },
    ],
    gives: 'integer',
    summary: 'How many days later the second date is; less than 0 when it is earlier. Times are left aside.',
    examples: [{ code: '$daysBetween("2025-02-27", "2025-03-01")', gives: 2 }],
    call: ([from, to]) => dayNumber(dateOf(to)) - dayNumber(dateOf(from)),
  }),
  define({
    name: 'weekday',
    group: 'date',
    parameters: [date],
    gives: 'integer',
    summary: 'The day of the week: 1 is Monday, 7 Sunday.',
    examples: [{ code: '$weekday("2025-04-02")', gives: 3 }],
    call: ([text]) => ((((dayNumber(dateOf(text)) + 3) % 7) + 7) % 7) + 1,
  }),
  define({
    name: 'inZone',
    group: 'date',
    parameters: [timestamp, zone],
    gives: 'datetime',
    summary:
      'The same instant as the clocks of a zone show it, with its offset. A timestamp without a zone counts as UTC.',
    examples: [{ code: '$inZone("2025-04-02T16:31:26Z", "Europe/Vienna")', gives: '2025-04-02T18:31:26+02:00' }],
    call: ([text, where], given) => {
      const instant = instantIn(text);
      const offset = offsetAt(where ?? given.zone, instant);
      return `${localText(instant + offset, text)}${offsetText(offset)}`;
    },
  }),
  define({
    name: 'toUtc',
    group: 'date',
    parameters: [timestamp, zone],
    gives: 'datetime',
    summary: 'The instant in UTC. A timestamp without a zone is what the clocks of the given zone showed.',
    examples: [
      { code: '$toUtc("2025-04-02T18:31:26", "Europe/Vienna")', gives: '2025-04-02T16:31:26Z' },
      { code: '$toUtc("2025-04-02T18:31:26+02:00")', gives: '2025-04-02T16:31:26Z' },
    ],
    call: ([text, where], given) => {
      const instant = hasZone(text) ? instantIn(text) : instantOfClocks(instantIn(text), where ?? given.zone);
      return `${localText(instant, text)}Z`;
    },
  }),
  define({
    name: 'formatDate',
    group: 'date',
    parameters: [date, { name: 'pattern', type: 'text' }, zone],
    gives: 'string',
    summary:
      'A date or timestamp by a pattern of yyyy, yy, MM, M, dd, d, HH, mm, ss; with a zone as its clocks show it.',
    examples: [
      { code: '$formatDate("2025-04-02", "dd.MM.yyyy")', gives: '02.04.2025' },
      { code: '$formatDate("2025-04-02T16:31:26Z", "d.M.yy HH:mm", "Europe/Vienna")', gives: '2.4.25 18:31' },
    ],
    call: ([text, pattern, where]) => {
      if (where === undefined || isDate(text)) return formattedDate(writtenText(text), pattern);
      const instant = instantIn(text);
      return formattedDate(localText(instant + offsetAt(where, instant), text), pattern);
    },
  }),
  define({
    name: 'parseDate',
    group: 'date',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'pattern', type: 'text' },
    ],
    gives: 'date',
    summary: 'A date from a text by a pattern as of $formatDate; with a time where the pattern has one.',
    examples: [
      { code: '$parseDate("2.4.2025", "d.M.yyyy")', gives: '2025-04-02' },
      { code: '$parseDate("04/02/25 18:31", "MM/dd/yy HH:mm")', gives: '2025-04-02T18:31:00' },
    ],
    call: ([text, pattern]) => parsedDate(text, pattern),
  }),
  define({
    name: 'fromUnix',
    group: 'date',
    parameters: [{ name: 'seconds', type: 'number' }],
    gives: 'datetime',
    summary: 'A timestamp in UTC from the seconds since 1970.',
    examples: [{ code: '$fromUnix(1743611486)', gives: '2025-04-02T16:31:26Z' }],
    call: ([seconds]) => `${localText(Math.floor(seconds) * 1000, String(seconds))}Z`,
  }),
  define({
    name: 'toUnix',
    group: 'date',
    parameters: [timestamp],
    gives: 'integer',
    summary: 'The whole seconds from 1970 to a timestamp.',
    examples: [{ code: '$toUnix("2025-04-02T18:31:26.9+02:00")', gives: 1743611486 }],
    call: ([text]) => Math.floor(instantIn(text) / 1000),
  }),
];

function dateOf(text: string): string {
  if (!isDate(text) && !isDateTime(text)) throw new Error(`${quoted(text)} is not a date`);
  return text.slice(0, 10);
}

function instantIn(text: string): number {
  const instant = isDate(text) ? dayNumber(text) * 86_400_000 : instantOf(text);
  if (instant === undefined) throw new Error(`${quoted(text)} is not a date and time`);
  return instant;
}

/** As written, a plain date at midnight. */
function writtenText(text: string): string {
  if (isDate(text)) return `${text}T00:00:00`;
  instantIn(text);
  const time = text.slice(11).replace(/(Z|[+-]\d{2}:?\d{2})$/i, '');
  return `${text.slice(0, 10)}T${time.length === 5 ? `${time}:00` : time}`;
}

/** What clocks show that are so many milliseconds past 1970, to the second. */
function localText(local: number, said: string): string {
  const seconds = Math.floor(local / 1000);
  const ofDay = ((seconds % 86_400) + 86_400) % 86_400;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60].map((part) => padded(part, 2));
  return `${calendarDay(local, said)}T${clock.join(':')}`;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
}

/** The first instant at which a zone's clocks show this; in the hour that is skipped, as if they had not been put on. */
function instantOfClocks(local: number, zone: string): number {
  const before = local - offsetAt(zone, local - mostAhead);
  const after = local - offsetAt(zone, local + mostBehind);
  const shows = (instant: number) => instant + offsetAt(zone, instant) === local;
  if (!shows(before)) return shows(after) ? after : before;
  return shows(after) ? Math.min(before, after) : before;
}

/** How far clocks are from UTC at the most, and a little: 14 hours ahead, 12 behind. */
const mostAhead = 16 * 3_600_000;
const mostBehind = 14 * 3_600_000;

function addMonths(day: string, months: number): string {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  const count = year * 12 + month - 1 + months;
  const first = `${padded(Math.floor(count / 12), 4)}-${padded((((count % 12) + 12) % 12) + 1, 2)}-`;
  if (!isDate(`${first}01`))
    throw new Error(`${months} months from ${day} is no date of a calendar with four-digit years`);
  for (let last = dayOfMonth; last > 28; last--) if (isDate(`${first}${last}`)) return `${first}${last}`;
  return dayText(dayNumber(`${first}${padded(Math.min(dayOfMonth, 28), 2)}`)) ?? day;
}
