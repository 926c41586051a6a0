import type { Json } from '../json.ts';
import { asText } from './convert.ts';
import type { PathRule } from './document.ts';
import { sumIn } from './exact.ts';
import { Fault, type Found, quoted } from './found.ts';
import { pathWords, readAll, readerOf } from './path.ts';

type Collect = NonNullable<PathRule['collect']>;

/** Takes work for so many values off what a message may cost. */
type Spend = (steps: number) => Fault | undefined;

const costOfValue = 4;

/** What a path rule finds, reading from the body or from the loop's element. */
export function pathReader(rule: PathRule, isListWanted: boolean): (source: Json, run: { spend: Spend }) => Found {
  const walks = rule.path.includes('[]');
  if (!walks && rule.collect === undefined) return readerOf(rule.path);
  const path = walks ? rule.path : [...rule.path, '[]'];
  const collect = collectors[rule.collect ?? (isListWanted ? 'list' : 'one')];
  return (source, run) => {
    const spent = run.spend(1);
    if (spent) return spent;
    const values = readAll(source, path);
    if (values instanceof Fault) return values;
    return run.spend(values.length * costOfValue) ?? collect(values, path);
  };
}

/** Missing values are not among `values`. Nothing at all is missing, except that a count of nothing is 0. */
const collectors: Record<Collect | 'one', (values: Json[], path: string[]) => Found> = {
  first: (values) => values[0],
  last: (values) => values.at(-1),
  list: (values) => (values.length === 0 ? undefined : values),
  count: (values) => values.length,
  one: (values, path) =>
    values.length < 2
      ? values[0]
      : new Fault(
          `${pathWords(path)} holds ${values.length} values`,
          'Choose first, last, sum, count, join or list, or make a loop.',
        ),
  only: (values, path) =>
    values.length < 2
      ? values[0]
      : new Fault(
          `${pathWords(path)} holds ${values.length} values where exactly one is expected`,
          'Correct the message, or choose first or last.',
        ),
  sum: (values, path) => {
    if (values.length === 0) return undefined;
    const found = sumIn(values);
    if ('sum' in found) return found.sum;
    return new Fault(
      `${pathWords(path)} cannot be summed: ${quoted(values[found.wrong])} is not a number`,
      'Correct the message, or sum another field.',
    );
  },
  join: (values, path) => {
    if (values.length === 0) return undefined;
    const texts = values.map(asText);
    const wrong = texts.indexOf(undefined);
    if (wrong === -1) return texts.join(', ');
    return new Fault(
      `${pathWords(path)} cannot be joined: it holds ${quoted(values[wrong])}`,
      'Join a field that holds text or numbers.',
    );
  },
};
