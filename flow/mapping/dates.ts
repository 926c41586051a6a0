import { quoted } from './found.ts';

/** Milliseconds of a day, of the quarter hour in which no zone changes its offset. */
const day = 86_400_000;
const quarter = 900_000;

/** The number that digits at a place spell; NaN where one of them is none. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** `YYYY-MM-DD`, and a day that exists. */
export function isDate(text: string): boolean {
  return text.length === 10 && beginsWithDate(text);
}

function beginsWithDate(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const dayOfMonth = digitsAt(text, 8, 10);
  const length = month === 2 && isLeap(year) ? 29 : lengths[month - 1];
  return length !== undefined && dayOfMonth >= 1 && dayOfMonth <= length && year >= 0;
}

const timeText = /^[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d+)?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/i;

/** ISO 8601 date and time, with or without a zone. */
export function isDateTime(text: string): boolean {
  return text.length > 10 && beginsWithDate(text) && timeText.test(text.slice(10));
}

const zoneText = /(Z|[+-]\d{2}:?\d{2})$/i;

export const hasZone = (dateTime: string): boolean => zoneText.test(dateTime.slice(10));

/** Milliseconds since 1970 of an ISO date and time; without a zone it counts as UTC. `undefined`: it is none. */
export function instantOf(text: string): number | undefined {
  if (text.length <= 10 || !beginsWithDate(text)) return undefined;
  const usual = usualTime(text);
  if (!Number.isNaN(usual)) return dayNumber(text) * day + usual;
  const time = timeText.exec(text.slice(10));
  if (!time) return undefined;
  const [, hours, minutes, seconds = '0', fraction = '', , sign, zoneHours = '0', zoneMinutes = '0'] = time;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const inDay = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
  const milliseconds = fraction === '' ? 0 : Math.floor(Number(`0${fraction}`) * 1000 + 1e-6);
  return dayNumber(text) * day + inDay + milliseconds - offset;
}

/** Milliseconds from the date's midnight in UTC to `Thh:mm:ssZ` or `Thh:mm:ss+hh:mm`; NaN for any other way of writing it. */
function usualTime(text: string): number {
  const sign = text.charCodeAt(19);
  const isUtc = text.length === 20 && sign === 90;
  if (text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  if (!isUtc && (text.length !== 25 || (sign !== 43 && sign !== 45) || text.charCodeAt(22) !== 58)) return Number.NaN;
  const [hours, minutes, seconds] = [digitsAt(text, 11, 13), digitsAt(text, 14, 16), digitsAt(text, 17, 19)];
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  const local = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (isUtc) return local;
  const offset = (digitsAt(text, 20, 22) * 60 + digitsAt(text, 23, 25)) * 60_000;
  return sign === 45 ? local + offset : local - offset;
}

/** Days since 1970 of the date a text begins with. */
export function dayNumber(text: string): number {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const dayOfMonth = digitsAt(text, 8, 10);
  // Counted in years that begin in March, so that the leap day is the last.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** `dayText(0)` → `1970-01-01`. `undefined`: not within the years 0000 to 9999. */
export function dayText(days: number): string | undefined {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const civil = month < 10 ? month + 3 : month - 9;
  const year = years + era * 400 + (civil <= 2 ? 1 : 0);
  if (!(year >= 0 && year <= 9999)) return undefined;
  return `${year > 999 ? year : padded(year, 4)}-${civil < 10 ? '0' : ''}${civil}-${dayOfMonth < 10 ? '0' : ''}${dayOfMonth}`;
}

export const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/** The day in `zone` at an instant. A timestamp without a zone counts as UTC, a plain date as itself. @throws Error in plain words */
export function dateIn(timestamp: string | undefined, zone: string): string | undefined {
  if (timestamp === undefined || isDate(timestamp)) return timestamp;
  const instant = instantOf(timestamp);
  if (instant === undefined) throw new Error(`${quoted(timestamp)} is not a date and time`);
  return calendarDay(instant + offsetAt(zone, instant), timestamp);
}

export function calendarDay(local: number, said: string): string {
  const found = dayText(Math.floor(local / day));
  if (found === undefined) throw new Error(`${quoted(said)} is no date of a calendar with four-digit years`);
  return found;
}

/** `addDays('2025-02-27', 2)` → `2025-03-01`; a time behind the date stays. @throws Error in plain words */
export function addDays(date: string | undefined, days: number): string | undefined {
  if (date === undefined) return undefined;
  if (!isDate(date) && !isDateTime(date)) throw new Error(`${quoted(date)} is not a date`);
  const moved = dayText(dayNumber(date) + Math.round(days));
  if (moved === undefined || !Number.isFinite(days)) {
    throw new Error(`${days} days from ${date.slice(0, 10)} is no date of a calendar with four-digit years`);
  }
  return `${moved}${date.slice(10)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
/** Quarter hours remembered per zone, so that data cannot fill memory. */
const remembered = 2000;

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. @throws Error when there is no such zone */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const bucket = Math.floor(instant / quarter);
  let known = offsets.get(zone);
  const before = known?.get(bucket);
  if (before !== undefined) return before;
  const format = formatOf(zone);
  if (!known || known.size >= remembered) {
    known = new Map();
    offsets.set(zone, known);
  }
  const offset = localTime(format, bucket * quarter) - bucket * quarter;
  known.set(bucket, offset);
  return offset;
}

function localTime(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(new Date(instant))) parts[type] = value;
  const { year = '', month = '', day: dayOfMonth = '', hour = '', minute = '', second = '' } = parts;
  const date = `${year.padStart(4, '0')}-${month}-${dayOfMonth}`;
  return dayNumber(date) * day + ((Number(hour) % 24) * 60 + Number(minute)) * 60_000 + Number(second) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
      hour12: false,
      calendar: 'iso8601',
      numberingSystem: 'latn',
    });
    if (formats.size >= remembered) formats.clear();
    formats.set(zone, format);
    return format;
  } catch {
    throw new Error(`${quoted(zone)} is not a time zone; one looks like Europe/Vienna`);
  }
}
