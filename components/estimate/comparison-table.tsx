import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { PatternMark } from '#components/ui/pattern-mark.tsx';
import { type Mark, StatusGlyph } from '#components/ui/status-mark.tsx';
import type { PriceCard } from '#flow/estimate/card.ts';
import type { Counts } from '#flow/estimate/count.ts';
import { type Estimate, whatNextSystemAdds } from '#flow/estimate/estimate.ts';
import { type Advice, fitLabel } from '#flow/estimate/fit.ts';
import { grouped, rangeWords } from '#flow/estimate/range.ts';
import type { Pattern } from '#flow/flow.ts';
import { patternRules } from '#flow/patterns/patterns.ts';
import type { Fit, Verdict } from '#flow/patterns/rules.ts';

const marks: Record<Fit, Mark> = { fits: 'ok', 'fits-with-conditions': 'warn', 'does-not-fit': 'failed' };
const colours: Record<Fit, string> = {
  fits: 'text-ok',
  'fits-with-conditions': 'text-warn',
  'does-not-fit': 'text-failed',
};

/** The patterns as columns: the verdict before the price, and the price never in the colour of a status. */
export function ComparisonTable({
  card,
  counts,
  prices,
  advice,
  order,
}: {
  card: PriceCard;
  counts: Counts;
  prices: Estimate;
  advice: Advice;
  order: Pattern[];
}) {
  const next = whatNextSystemAdds(card, counts);
  const chosen = advice.outcome === 'recommended' ? advice.patterns[0] : undefined;
  const fits = (pattern: Pattern) => advice.verdicts[pattern].fit !== 'does-not-fit';
  const row = (label: string, cell: (pattern: Pattern) => ReactNode, look = '', last = false) => (
    <tr className="break-inside-avoid border-b border-line align-top">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal text-ink-3">
        {label}
      </th>
      {order.map((pattern) => (
        <td
          key={pattern}
          className={cx(
            'px-3 py-1.5 print:px-2 print:text-label',
            look,
            !fits(pattern) && 'text-ink-3',
            pattern === chosen && frame,
            pattern === chosen && last && 'border-b-2 border-b-ink',
          )}
        >
          {cell(pattern)}
        </td>
      ))}
    </tr>
  );

  return (
    <table className="w-full table-fixed border-collapse">
      <colgroup>
        <col className="w-42 print:w-30" />
      </colgroup>
      <thead>
        <tr className="border-b border-line-strong">
          <td />
          {order.map((pattern) => (
            <th
              key={pattern}
              scope="col"
              className={cx(
                'h-9 px-3 text-left font-semibold print:px-2 print:text-label',
                !fits(pattern) && 'text-ink-3',
                pattern === chosen && `${frame} border-t-2 border-t-ink`,
              )}
            >
              <PatternMark pattern={pattern} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {row('Verdict', (pattern) => (
          <VerdictCell verdict={advice.verdicts[pattern]} recommended={pattern === chosen} />
        ))}
        {row(
          'Build price, EUR',
          (pattern) => (
            <>
              <span className="block text-section font-semibold">{rangeWords(prices[pattern])}</span>
              {prices[pattern].low === prices[pattern].high ? null : (
                <span className="label block">middle {grouped(prices[pattern].mid)}</span>
              )}
            </>
          ),
          'num',
        )}
        {row('Counted as', (pattern) => prices[pattern].countedAs, 'num')}
        {row(`The ${ordinal(counts.systems + 1)} system adds`, (pattern) => next[pattern].words, 'num')}
        {row('Change visible after', (pattern) => patternRules(pattern).visibleAfter(card), 'num')}
        {row('When one system is down', (pattern) => patternRules(pattern).whenOneIsDown(counts))}
        {row('What you look after', (pattern) => patternRules(pattern).lookAfter(counts), 'num')}
        {row('Its limit', (pattern) => patternRules(pattern).limit, '', true)}
      </tbody>
    </table>
  );
}

const frame = 'border-x-2 border-x-ink bg-bg';

function VerdictCell({ verdict, recommended }: { verdict: Verdict; recommended: boolean }) {
  const decides = verdict.fit === 'does-not-fit' ? 'against' : 'condition';
  const more = verdict.rules.filter((rule) => rule.weight === decides && rule.words !== verdict.reason);
  return (
    <>
      <span className={cx('flex gap-1.5 font-medium', colours[verdict.fit])}>
        <span className="pt-0.5">
          <StatusGlyph mark={marks[verdict.fit]} />
        </span>
        {recommended ? `${fitLabel(verdict.fit)}, recommended` : fitLabel(verdict.fit)}
      </span>
      <span className="mt-0.5 block text-label text-ink-2">{verdict.reason}</span>
      {more.length > 0 ? (
        <ul className="mt-1 flex flex-col gap-1">
          {more.map((rule) => (
            <li key={rule.words} className="border-t border-line pt-1 text-label text-ink-2">
              {rule.words}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}
