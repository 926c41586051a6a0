import { isDate, padded } from '../dates.ts';
import { quoted } from '../found.ts';

const tokens = /yyyy|yy|MM|M|dd|d|HH|mm|ss/g;

/** What other tools have in their patterns and these have not: it would come out as something else. */
const unknown = /(?<![A-Za-z])(?:M{3,}|d{3,}|y|y{3}|y{5,}|H|H{3,}|m|m{3,}|s|s{3,}|hh|E+|S+|D{1,2}|Y+)(?![A-Za-z])/;

function checkPattern(pattern: string): void {
  const [part] = unknown.exec(pattern) ?? [];
  if (part)
    throw new Error(`${quoted(part)} is no part of a pattern here; there are yyyy, yy, MM, M, dd, d, HH, mm, ss`);
}

/** @param text `YYYY-MM-DDThh:mm:ss`, and what may follow @throws Error in plain words */
export function formattedDate(text: string, pattern: string): string {
  checkPattern(pattern);
  const part: Record<string, string> = {
    yyyy: text.slice(0, 4),
    yy: text.slice(2, 4),
    MM: text.slice(5, 7),
    M: String(Number(text.slice(5, 7))),
    dd: text.slice(8, 10),
    d: String(Number(text.slice(8, 10))),
    HH: text.slice(11, 13),
    mm: text.slice(14, 16),
    ss: text.slice(17, 19),
  };
  return pattern.replace(tokens, (token) => part[token] ?? token);
}

const shapes: Record<string, string> = { yyyy: '(\\d{4})', yy: '(\\d{2})', M: '(\\d{1,2})', d: '(\\d{1,2})' };

/** Two-digit years are those from 1970 to 2069. @throws Error in plain words */
export function parsedDate(text: string, pattern: string): string {
  checkPattern(pattern);
  const found: string[] = pattern.match(tokens) ?? [];
  const literal = pattern.split(tokens).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const source = literal.reduce((all, part, index) => all + (index === 0 ? '' : shapeOf(found[index - 1])) + part, '');
  const values = new RegExp(`^${source}$`).exec(text.trim())?.slice(1);
  const value = (...names: string[]) => values?.[found.findIndex((token) => names.includes(token))];
  const year = value('yyyy') ?? fullYear(value('yy'));
  const date = `${year ?? ''}-${two(value('MM', 'M'))}-${two(value('dd', 'd'))}`;
  const time = [value('HH'), value('mm'), value('ss')];
  const isTime = Number(time[0] ?? 0) < 24 && Number(time[1] ?? 0) < 60 && Number(time[2] ?? 0) < 60;
  if (!values || !isDate(date) || !isTime) throw new Error(`${quoted(text)} is no date that reads ${quoted(pattern)}`);
  return found.some((token) => token === 'HH') ? `${date}T${time.map(two).join(':')}` : date;
}

const shapeOf = (token: string | undefined): string => shapes[token ?? ''] ?? '(\\d{2})';
const two = (part: string | undefined): string => padded(Number(part ?? 0), 2);
const fullYear = (short: string | undefined): string | undefined =>
  short === undefined ? undefined : `${Number(short) < 70 ? 20 : 19}${short}`;
