/**
 * A pattern that does not run away. What backtracks through nested repetitions is refused when the expression is prepared
 * (`slowPattern`); what backtracks through repetitions side by side takes as long as the text's length to their number, so
 * such texts may only be so long.
 */
export class PatientRegExp {
  private readonly pattern: RegExp;
  private readonly longest: number;

  constructor(pattern: RegExp) {
    this.pattern = new RegExp(pattern);
    this.longest = longestFor(repetitions(this.pattern.source));
  }

  get lastIndex(): number {
    return this.pattern.lastIndex;
  }

  set lastIndex(at: number) {
    this.pattern.lastIndex = at;
  }

  exec(text: string): RegExpExecArray | null {
    if (text.length <= this.longest) return this.pattern.exec(text);
    throw new Error(
      `the text has ${text.length} characters; /${this.pattern.source}/ is only tried on texts up to ${this.longest}`,
    );
  }
}

const longestFor = (count: number): number => [Number.POSITIVE_INFINITY, 50_000, 5000][count] ?? 1000;

const repeat = /^(?:[*+]|\{\d*,\d*\})/;

/** How many parts of a pattern repeat without a small bound. */
function repetitions(source: string): number {
  const bare = bareSource(source);
  let count = 0;
  for (let at = 1; at < bare.length; at++) if (repeat.test(bare.slice(at, at + 12))) count += 1;
  return count;
}

/** Without escapes and character classes, whose signs mean nothing here. */
const bareSource = (source: string): string => source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');

/** The source of a pattern in a syntax tree that repeats a repetition, such as `(a+)+`: it could run for years. */
export function slowPattern(node: unknown): string | undefined {
  if (node instanceof RegExp) return repeatsRepetition(node.source) ? node.source : undefined;
  if (typeof node !== 'object' || node === null) return undefined;
  for (const part of Object.values(node)) {
    const slow = slowPattern(part);
    if (slow !== undefined) return slow;
  }
  return undefined;
}

function repeatsRepetition(source: string): boolean {
  const bare = bareSource(source);
  const groups: boolean[] = [];
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at];
    if (char === '(') groups.push(false);
    const repeats = char === '*' || char === '+' || (char === '{' && /^\{\d*,/.test(bare.slice(at)));
    if ((repeats || char === '|') && groups.length > 0) groups[groups.length - 1] = true;
    if (char === ')') {
      const inner = groups.pop() ?? false;
      const repeated = /^(?:[*+]|\{\d*,)/.test(bare.slice(at + 1));
      if (inner && repeated) return true;
      if (inner && groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  return false;
}
