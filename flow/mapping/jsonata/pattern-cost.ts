/** How much a pattern may cost in the worst case, as exponents of two and powers of the text's length. */
export interface Cost {
  /** Characters that it takes at the least. */
  least: number;
  /** Repetitions whose ends depend on one another: each is one more power of the text's length. */
  degree: number;
  /** Ways to go that do not depend on the length, as bits. */
  bits: number;
  /** Bits for each character of the text: ways to go inside a repetition. */
  bitsPerCharacter: number;
}

/** About a second of trying. */
const mostSteps = 1.5e8;
const manyTimes = 64;

/**
 * The length of text up to which a pattern comes to an end in about a second, whatever the text. An upper bound of its
 * work: repetitions and choices side by side are taken to depend on one another, as they do in `/a*a*b/`.
 */
export function longestText(cost: Cost): number {
  if (cost.degree === 0 && cost.bits === 0 && cost.bitsPerCharacter === 0) return Number.POSITIVE_INFINITY;
  let [fits, tooLong] = [0, 2 ** 24];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (worstSteps(cost, middle) <= mostSteps) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

export const costOf = (source: string): Cost => new PatternReader(source).cost();

/** Steps that a pattern may take on a text of a length: it may begin at each character, and each repetition end at each behind. */
export function worstSteps({ degree, bits, bitsPerCharacter }: Cost, length: number): number {
  let steps = 2 ** Math.min(1000, bits + bitsPerCharacter * length);
  for (let power = 1; power <= degree + 1; power++) steps *= length / power;
  return Math.max(steps, length);
}

const nothing: Cost = { least: 0, degree: 0, bits: 0, bitsPerCharacter: 0 };
const oneCharacter: Cost = { ...nothing, least: 1 };

const inARow = (a: Cost, b: Cost): Cost => ({
  least: a.least + b.least,
  degree: a.degree + b.degree,
  bits: a.bits + b.bits,
  bitsPerCharacter: a.bitsPerCharacter + b.bitsPerCharacter,
});

function oneOf(all: Cost[]): Cost {
  if (all.length === 1) return all[0]!;
  return {
    least: Math.min(...all.map(({ least }) => least)),
    degree: Math.max(...all.map(({ degree }) => degree)),
    bits: Math.log2(all.reduce((ways, { bits }) => ways + 2 ** Math.min(bits, 1000), 0)),
    bitsPerCharacter: Math.max(...all.map(({ bitsPerCharacter }) => bitsPerCharacter)),
  };
}

function repeated(inner: Cost, from: number, to: number): Cost {
  const isLong = to - from > manyTimes;
  const times = isLong ? from : to;
  const ways = to > from ? Math.log2(Math.min(to - from, manyTimes) + 1) : 0;
  return {
    least: inner.least * from,
    degree: inner.degree * Math.max(1, times) + (isLong ? 1 : 0),
    bits: inner.bits * times + (isLong ? 0 : ways),
    bitsPerCharacter: inner.bitsPerCharacter + (isLong ? inner.bits / Math.max(1, inner.least) : 0),
  };
}

/** Reads a pattern that JavaScript takes; what it does not know counts as a character. */
class PatternReader {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  cost(): Cost {
    return this.alternatives();
  }

  private alternatives(): Cost {
    const all: Cost[] = [];
    do all.push(this.sequence());
    while (this.takes('|'));
    return oneOf(all);
  }

  private sequence(): Cost {
    let whole = nothing;
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) {
      whole = inARow(whole, this.quantified(this.part()));
    }
    return whole;
  }

  private part(): Cost {
    if (this.takes('(')) return this.group();
    if (this.takes('[')) {
      this.skip(/(?:\\.|[^\]\\])*\]?/sy);
      return oneCharacter;
    }
    if (this.skip(/\\(?:[1-9]|k<)/y)) return { ...nothing, degree: 1 };
    if (this.skip(/\\[bB]|[\^$]/y)) return nothing;
    this.skip(/\\u\{[^}]*\}|\\[pP]\{[^}]*\}|\\u....|\\x..|\\.|./sy);
    return oneCharacter;
  }

  private group(): Cost {
    const isLook = this.skip(/\?<?[=!]/y);
    if (!isLook) this.skip(/\?(?:<[^>]*>|[a-z-]*:)/y);
    const inner = this.alternatives();
    this.takes(')');
    return isLook ? { ...inner, least: 0 } : inner;
  }

  private quantified(inner: Cost): Cost {
    const [text = '', from, more, to] = this.read(/[*+?]|\{(\d+)(,?)(\d*)\}/y) ?? [];
    if (text === '') return inner;
    this.takes('?');
    if (text === '?') return repeated(inner, 0, 1);
    if (text === '*' || text === '+') return repeated(inner, text === '+' ? 1 : 0, Number.POSITIVE_INFINITY);
    const least = Number(from);
    return repeated(inner, least, more === '' ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to));
  }

  private takes(sign: string): boolean {
    if (!this.source.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    return this.read(pattern) !== undefined;
  }

  /** @param pattern sticky */
  private read(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (!found) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }
}
