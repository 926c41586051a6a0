import { type Cost, costOf, longestText, worstSteps } from './pattern-cost.ts';

/**
 * A pattern that does not run away. What backtracks through nested repetitions, or could on a text of a few characters, is
 * refused when the expression is prepared (`slowPattern`); what backtracks through repetitions and choices side by side may
 * take as long as the text's length to their number, so such texts may only be so long (`longestText`).
 */
export class PatientRegExp {
  private readonly pattern: RegExp;
  private readonly cost: Cost;
  private readonly longest: number;

  constructor(pattern: RegExp) {
    this.pattern = new RegExp(pattern);
    this.cost = costOf(this.pattern.source);
    this.longest = longestText(this.cost);
  }

  get lastIndex(): number {
    return this.pattern.lastIndex;
  }

  set lastIndex(at: number) {
    this.pattern.lastIndex = at;
  }

  /** What a search through a text may cost, in steps of which an expression may do so many. */
  stepsFor({ length }: string): number {
    const isTried = length <= this.longest && this.longest !== Number.POSITIVE_INFINITY;
    return isTried ? Math.floor(worstSteps(this.cost, length) / triesPerStep) : 0;
  }

  exec(text: string): RegExpExecArray | null {
    if (text.length <= this.longest) return this.pattern.exec(text);
    throw new Error(
      `the text has ${text.length} characters; /${this.pattern.source}/ is only tried on texts up to ${this.longest}`,
    );
  }
}

/** Few patterns come near their worst: a quarter of it is counted. */
const triesPerStep = 30;
/** A pattern that may only be tried on shorter texts is of no use. */
const shortestUse = 12;

/** Without escapes and character classes, whose signs mean nothing here. */
const bareSource = (source: string): string => source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');

/** The source of a pattern in a syntax tree that repeats a repetition, such as `(a+)+`, or has too many ways to go: it could run for years. */
export function slowPattern(node: unknown): string | undefined {
  if (node instanceof RegExp) {
    return repeatsRepetition(node.source) || longestText(costOf(node.source)) < shortestUse ? node.source : undefined;
  }
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
