import type { Json, JsonObject } from '../json.ts';
import { addDays, dateIn } from './dates.ts';
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
