import type { PriceCard } from '#flow/estimate/card.ts';
import type { Counts } from '#flow/estimate/count.ts';
import { estimate, whatNextSystemAdds } from '#flow/estimate/estimate.ts';
import { type Advice, advise } from '#flow/estimate/fit.ts';
import { answerSentence } from '#flow/estimate/words.ts';
import type { Needs, Pattern } from '#flow/flow.ts';
import { allPatterns, patternRules } from '#flow/patterns/patterns.ts';
import { Assumptions } from './assumptions.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { CrossoverChart } from './crossover-chart.tsx';
import { RangeBars } from './range-bars.tsx';

/** The sheet: answer, reasons, comparison, bars, assumptions. What is printed is this and nothing else. */
export function Report({
  card,
  counts,
  needs,
  given,
  name,
}: {
  card: PriceCard;
  counts: Counts;
  needs: Needs;
  given: Needs;
  /** Of the flow, when one is priced. */
  name?: string;
}) {
  const advice = advise(card, needs, counts);
  const prices = estimate(card, counts);
  const order = orderOf(advice);
  const faint = order.filter((pattern) => advice.verdicts[pattern].fit === 'does-not-fit');
  return (
    <article className="mx-auto max-w-300 px-10 pt-6 pb-10">
      {name ? <p className="label mb-1">{name}</p> : null}
      <h1 className="max-w-240 font-serif text-figure font-medium tracking-[-0.005em]">
        {answerSentence(card, needs, counts)}
      </h1>
      {advice.outcome === 'too-few-systems' ? null : (
        <>
          <Reasons card={card} counts={counts} advice={advice} />
          <ComparisonTable card={card} counts={counts} prices={prices} advice={advice} order={order} />
          <div className="mt-6 grid grid-cols-1 gap-x-8 gap-y-6 xl:grid-cols-2 print:grid-cols-1">
            <div className="flex min-w-0 flex-col gap-6">
              <section className="break-inside-avoid">
                <h3 className="mb-2">
                  Build price, EUR <span className="label font-normal">low, middle, high</span>
                </h3>
                <RangeBars prices={prices} order={order} faint={faint} />
              </section>
              <Assumptions card={card} counts={counts} needs={needs} given={given} order={order} />
            </div>
            <CrossoverChart card={card} systems={counts.systems} />
          </div>
        </>
      )}
      <p className="mt-6 border-t border-line-strong pt-2 text-label text-ink-2">
        <b className="font-medium text-ink">Not included:</b> licences and vendor fees, cleaning existing data, running
        cost, support after go-live.
      </p>
      <p className="label mt-1">An estimate, not an offer. Prices as of the card&apos;s date.</p>
    </article>
  );
}

/** Why, in up to three columns: how it was decided, what is out, what growing costs. */
function Reasons({ card, counts, advice }: { card: PriceCard; counts: Counts; advice: Advice }) {
  const [first] = advice.patterns;
  const out = allPatterns.find(({ id }) => advice.verdicts[id].fit === 'does-not-fit');
  const next = whatNextSystemAdds(card, counts);
  const unsaid = advice.unsaid.map((need) => needNames[need]).filter((words) => words !== undefined);
  const reasons = [
    { head: 'How it is decided', words: advice.why },
    ...(out
      ? [{ head: `${out.name} is out`, words: `${advice.verdicts[out.id].reason} Price never overrules that.` }]
      : []),
    ...(first
      ? [
          {
            head: 'One more system',
            words: `In ${patternRules(first).name.toLowerCase()} it adds ${next[first].words}.`,
          },
        ]
      : []),
    ...(unsaid.length > 0 ? [{ head: 'Could change the answer', words: `Not said yet: ${unsaid.join(', ')}.` }] : []),
  ];
  return (
    <div className="mt-3 mb-5 grid grid-cols-2 gap-x-8 gap-y-3 text-ink-2 lg:grid-cols-4 print:grid-cols-2">
      {reasons.map(({ head, words }) => (
        <p key={head}>
          <b className="block font-semibold text-ink">{head}</b>
          {words}
        </p>
      ))}
    </div>
  );
}

const needNames: Partial<Record<keyof Needs, string>> = {
  eventsPerDay: 'events a day',
  freshnessMinutes: 'how soon a change must show',
  purpose: 'the purpose',
  involvement: 'how involved the data is',
};

/** The advised first, then by how well they fit. */
function orderOf(advice: Advice): Pattern[] {
  const ranks = ['fits', 'fits-with-conditions', 'does-not-fit'];
  const rank = (pattern: Pattern) =>
    advice.patterns.includes(pattern)
      ? advice.patterns.indexOf(pattern) - 10
      : ranks.indexOf(advice.verdicts[pattern].fit);
  return allPatterns.map(({ id }) => id).sort((a, b) => rank(a) - rank(b));
}
