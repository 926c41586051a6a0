import type { Json, JsonObject } from '../json.ts';
import { hasZone, isDate, isDateTime } from './convert.ts';
import { exactOf, moneyText, sumOf } from './exact.ts';
import { quoted } from './found.ts';

/** What a run or a preview hands to a mapping; nothing else from outside reaches it. */
export interface Given {
  /** When the message was accepted, ISO 8601: what `$now()` says, in every attempt and in the preview. */
  now: string;
  /** IANA time zone of the organisation: `$zone`, and what `$dateIn(timestamp)` takes. */
  zone: string;
  /** More names for expressions: `{ prefix: 'SH-' }` is `$prefix`. */
  variables?: JsonObject;
}

/** Functions we add to JSONata: pure, and each refuses what it cannot do in plain words. */
export interface MappingFunction {
  name: string;
  /** JSONata's own notation of argument and result types. */
  signature: string;
  summary: string;
  call: (given: Given, ...values: (Json | undefined)[]) => Json | undefined;
}

export const mappingFunctions: MappingFunction[] = [
  {
    name: 'dateIn',
    signature: '<(sl)s?:s>',
    summary: '$dateIn(timestamp, zone): the day at that instant in a time zone, YYYY-MM-DD. Without a zone: in $zone.',
    call: (given, timestamp, zone) => dateIn(textOf(timestamp), textOf(zone) ?? given.zone),
  },
  {
    name: 'addDays',
    signature: '<(sl)n:s>',
    summary: '$addDays(date, n): the date n days later; a time behind the date stays.',
    call: (_, date, days) => (typeof days === 'number' ? addDays(textOf(date), days) : undefined),
  },
  {
    name: 'money',
    signature: '<(snl):s>',
    summary: '$money(amount): the amount as text with at least two decimals, none lost.',
    call: (_, amount) => (isMissing(amount) ? undefined : moneyText(amountOf(amount))),
  },
  {
    name: 'sumMoney',
    signature: '<(al):s>',
    summary: '$sumMoney(amounts): the exact sum of texts or numbers, as text with at least two decimals.',
    call: (_, amounts) => {
      if (isMissing(amounts)) return undefined;
      const list = Array.isArray(amounts) ? amounts : [amounts];
      return moneyText(sumOf(list.filter((amount) => amount !== null).map(amountOf)));
    },
  },
];

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const isMissing = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

function amountOf(value: Json): ReturnType<typeof sumOf> {
  const exact = exactOf(value);
  if (!exact) throw new Error(`${quoted(value)} is not an amount`);
  return exact;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day in `zone` at an instant. A timestamp without a zone counts as UTC, a plain date as itself. */
export function dateIn(timestamp: string | undefined, zone: string): string | undefined {
  if (timestamp === undefined || isDate(timestamp)) return timestamp;
  if (!isDateTime(timestamp)) throw new Error(`${quoted(timestamp)} is not a date and time`);
  const iso = timestamp
    .toUpperCase()
    .replace(' ', 'T')
    .replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const parts = dayFormat(zone).formatToParts(new Date(hasZone(iso) ? iso : `${iso}Z`));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const format = new Intl.DateTimeFormat('en-US', { ...options, calendar: 'iso8601', numberingSystem: 'latn' });
    formats.set(zone, format);
    return format;
  } catch {
    throw new Error(`${quoted(zone)} is not a time zone; one looks like Europe/Vienna`);
  }
}

/** `addDays('2025-02-27', 2)` → `2025-03-01`. */
export function addDays(date: string | undefined, days: number): string | undefined {
  if (date === undefined) return undefined;
  const day = date.slice(0, 10);
  if (!isDate(date) && !isDateTime(date)) throw new Error(`${quoted(date)} is not a date`);
  const time = Date.parse(`${day}T00:00:00Z`) + Math.round(days) * 86_400_000;
  const moved = Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : '';
  if (!/^\d{4}-/.test(moved))
    throw new Error(`${days} days from ${day} is no date of a calendar with four-digit years`);
  return `${moved.slice(0, 10)}${date.slice(10)}`;
}
