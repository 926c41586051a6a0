import { Decimal } from 'decimal.js';
import { exactOf, numberOf } from '../exact.ts';
import { quoted } from '../found.ts';
import { define, type MappingFunction } from './define.ts';

export const numberFunctions: MappingFunction[] = [
  define({
    name: 'parseNumber',
    group: 'number',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'locale', type: 'text' },
    ],
    gives: 'decimal',
    summary: 'The number a text holds, written as in a country: comma or point, groups, a currency before or behind.',
    examples: [
      { code: '$parseNumber("12,50", "de-AT")', gives: 12.5 },
      { code: '$parseNumber("€ 1.234,5", "de-DE")', gives: 1234.5 },
      { code: '$parseNumber("1’234.50 CHF", "de-CH")', gives: 1234.5 },
      { code: '$parseNumber("-1 234,5", "fr-FR")', gives: -1234.5 },
      { code: '$parseNumber("12.50", "en-US")', gives: 12.5 },
    ],
    call: ([text, locale]) => parsedNumber(text, locale),
  }),
  define({
    name: 'formatDecimal',
    group: 'number',
    parameters: [
      { name: 'number', type: 'amount' },
      { name: 'places', type: 'number' },
      { name: 'locale', type: 'text', optional: true },
    ],
    gives: 'string',
    summary: 'A number with so many decimals, rounded half up; written as in a country, or plainly without one.',
    examples: [
      { code: '$formatDecimal(1234.5, 2)', gives: '1234.50' },
      { code: '$formatDecimal("2.345", 2)', gives: '2.35' },
      { code: '$formatDecimal(1234567.5, 2, "de-DE")', gives: '1.234.567,50' },
    ],
    call: ([number, places, locale]) => formatted(number, Math.min(20, Math.max(0, Math.floor(places))), locale),
  }),
  define({
    name: 'clamp',
    group: 'number',
    parameters: [
      { name: 'number', type: 'amount' },
      { name: 'least', type: 'amount' },
      { name: 'most', type: 'amount' },
    ],
    gives: 'decimal',
    summary: 'A number, but never less or more than two others.',
    examples: [
      { code: '$clamp(120, 0, 100)', gives: 100 },
      { code: '$clamp("-0.5", 0, 100)', gives: 0 },
    ],
    call: ([number, least, most]) => numberOf(Decimal.max(least, Decimal.min(most, number))),
  }),
  define({
    name: 'isNumber',
    group: 'number',
    parameters: [{ name: 'value', type: 'any' }],
    gives: 'boolean',
    summary: 'Whether a value is a number, or a text that holds one.',
    examples: [
      { code: '$isNumber("12.50")', gives: true },
      { code: '$isNumber("12,50")', gives: false },
      { code: '$isNumber(nothing)', gives: false },
    ],
    call: ([value]) => value !== undefined && exactOf(value) !== undefined,
  }),
];

interface Signs {
  point: string;
  group: string;
}

const known = new Map<string, Signs>();
const remembered = 200;

/** How a locale separates decimals and groups. @throws Error when there is no such locale */
function signsOf(locale: string): Signs {
  const before = known.get(locale);
  if (before) return before;
  let parts: Intl.NumberFormatPart[];
  try {
    parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', minimumFractionDigits: 1 }).formatToParts(
      1_234_567.5,
    );
  } catch {
    throw new Error(`${quoted(locale)} is not a locale; one looks like de-AT`);
  }
  const sign = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  const signs = { point: sign('decimal', '.'), group: sign('group', ',') };
  if (known.size >= remembered) known.clear();
  known.set(locale, signs);
  return signs;
}

/** Spaces and apostrophes group in whatever form they are typed. */
const anySpace = /[\s\u00a0\u202f\u2009]/g;
const apostrophes = /['’]/g;

function parsedNumber(text: string, locale: string): number | Decimal {
  const { point, group } = signsOf(locale);
  const bare = text
    .trim()
    .replace(/^(-?)\s*(?:[A-Z]{3}|\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})$/gu, '$1')
    .replace('−', '-')
    .replace(anySpace, ' ')
    .replace(apostrophes, "'");
  const groupSign = group.replace(anySpace, ' ').replace(apostrophes, "'");
  const [whole = '', ...fractions] = bare.split(point);
  const groups = whole.split(groupSign);
  const isGrouped = groups.slice(1).every((part) => /^\d{2,3}$/.test(part)) && /^-?\d{1,3}$/.test(groups[0] ?? '');
  const plain = [groups.length > 1 && isGrouped ? groups.join('') : whole, ...fractions].join('.');
  const exact = fractions.length <= 1 && /^-?\d+(\.\d+)?$/.test(plain) ? exactOf(plain) : undefined;
  if (!exact) throw new Error(`${quoted(text)} is no number as ${locale} writes them`);
  return numberOf(exact);
}

function formatted(number: Decimal, places: number, locale: string | undefined): string {
  const plain = number.toFixed(places, Decimal.ROUND_HALF_UP);
  if (locale === undefined) return plain;
  const { point, group } = signsOf(locale);
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}
