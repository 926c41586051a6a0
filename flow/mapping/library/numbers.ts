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
      { code: '$parseNumber("+1.234,50", "de-AT")', gives: 1234.5 },
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
  /** Groups of two above the thousands. */
  isIndian: boolean;
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
  const isIndian = parts.some(({ type, value }, at) => type === 'integer' && at > 0 && value.length === 2);
  const signs = { point: sign('decimal', '.'), group: sign('group', ','), isIndian };
  if (known.size >= remembered) known.clear();
  known.set(locale, signs);
  return signs;
}

/** Spaces and apostrophes group in whatever form they are typed. */
const anySpace = /[\s\u00a0\u202f\u2009]/g;
const apostrophes = /['’]/g;

const inThrees = /^\d{1,3}([ .,'])\d{3}(?:\1\d{3})*$/;
/** Two digits in the groups above the thousands. */
const inTwos = /^\d{1,2}([ .,'])(?:\d{2}\1)*\d{3}$/;
/** Where points group too, though the platform says spaces: in Austria and Portugal. */
const pointGroups = /^(?:de|es|it|pt)\b/i;

/** Nothing is guessed: `12.50` is no number in German, and above all not 1250. */
function parsedNumber(text: string, locale: string): number | Decimal {
  const { point, group, isIndian } = signsOf(locale);
  const bare = text
    .trim()
    .replace(/^([+-]?)\s*(?:[A-Z]{3}|\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})$/gu, '$1')
    .replace('−', '-')
    .replace(anySpace, ' ')
    .replace(apostrophes, "'");
  const [whole = '', ...fractions] = bare.replace(/^[+-]/, '').split(point);
  const signs = [
    group.replace(anySpace, ' ').replace(apostrophes, "'"),
    ' ',
    "'",
    ...(point === ',' && pointGroups.test(locale) ? ['.'] : []),
  ];
  const sign = (inThrees.exec(whole) ?? (isIndian ? inTwos.exec(whole) : null))?.[1];
  const isGrouped = sign !== undefined && signs.includes(sign);
  const plain = [isGrouped ? whole.replaceAll(sign, '') : whole, ...fractions].join('.');
  const exact = fractions.length <= 1 && /^\d+(\.\d+)?$/.test(plain) && (isGrouped || /^\d+$/.test(whole));
  const amount = exact ? exactOf(bare.startsWith('-') ? `-${plain}` : plain) : undefined;
  if (!amount) throw new Error(`${quoted(text)} is no number as ${locale} writes them`);
  return numberOf(amount);
}

function formatted(number: Decimal, places: number, locale: string | undefined): string {
  const rounded = number.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
  const plain = (rounded.isZero() ? rounded.abs() : rounded).toFixed(places);
  if (locale === undefined) return plain;
  const { point, group, isIndian } = signsOf(locale);
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(isIndian ? /\B(?=(?:\d{2})*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}
