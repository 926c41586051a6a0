/** Whole EUR, low to high. */
export interface Range {
  low: number;
  high: number;
}

export const middle = ({ low, high }: Range): number => Math.round((low + high) / 2);

export const times = ({ low, high }: Range, count: number): Range => ({ low: low * count, high: high * count });

export const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high });

/** Whether some price lies inside both. Ranges that only touch do not overlap. */
export const overlap = (a: Range, b: Range): boolean => a.low < b.high && b.low < a.high;

export const sameRange = (a: Range, b: Range): boolean => a.low === b.low && a.high === b.high;

/** `12,000`. The same in every place and language. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `3,000–5,500`. */
export const rangeWords = ({ low, high }: Range): string =>
  low === high ? grouped(low) : `${grouped(low)}–${grouped(high)}`;

/** `EUR 3,000–5,500`. */
export const inEuros = (range: Range): string => `EUR ${rangeWords(range)}`;
