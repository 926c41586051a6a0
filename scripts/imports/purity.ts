import { blankText } from './blank-text.ts';

/** Where code of the pure heart reaches for a clock, chance, the network or its surroundings; each with the way out. */
export function impurities(text: string): { line: number; what: string; wayOut: string }[] {
  const code = blankText(text, 'strings too');
  return IMPURE.flatMap(([pattern, wayOut]) =>
    [...code.matchAll(pattern)].map((found) => ({
      line: code.slice(0, found.index).split('\n').length,
      what: found[0].replace(/\s*\($/, ''),
      wayOut,
    })),
  );
}

const CLOCK = 'take the time as an argument';
const CHANCE = 'take ids and random numbers as an argument';
const WORLD = 'let the caller do it and pass the result in';

const IMPURE: [RegExp, string][] = [
  [/\bDate\s*\.\s*now\b/g, CLOCK],
  [/\bnew\s+Date\b(?!\s*\(\s*[^\s)])/g, CLOCK],
  [/(?<![\w$.])performance\s*\.\s*\w+/g, CLOCK],
  [/\bTemporal\s*\.\s*Now\b/g, CLOCK],
  [/\bMath\s*\.\s*random\b/g, CHANCE],
  [/(?<![\w$.])crypto\s*\.\s*\w+/g, CHANCE],
  [/(?<![\w$.])(?:setTimeout|setInterval|setImmediate|fetch)\s*\(/g, WORLD],
  [/(?<![\w$.])(?:process|globalThis|window|localStorage)\s*\.\s*\w+/g, WORLD],
];
