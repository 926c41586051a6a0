import { moment } from '#components/ui/format.ts';
import { patternNames } from '#components/ui/pattern-mark.tsx';
import type { PriceCard } from '#flow/estimate/card.ts';
import type { Counts } from '#flow/estimate/count.ts';
import { grouped } from '#flow/estimate/range.ts';
import type { Needs, Pattern } from '#flow/flow.ts';
import { counted } from '#flow/patterns/needs.ts';
import { patternRules } from '#flow/patterns/patterns.ts';

/** Every number the answer rests on and where it comes from. `given` are the needs said on this page; others are the drawing's. */
export function Assumptions({
  card,
  counts,
  needs,
  given,
  order,
}: {
  card: PriceCard;
  counts: Counts;
  needs: Needs;
  given: Needs;
  order: Pattern[];
}) {
  const from = (need: keyof Needs) => (given[need] === undefined ? 'the drawing' : 'you');
  const amounts = [
    [
      'Systems and connections',
      `${counts.systems}, ${counted(counts.connections, 'connection')}`,
      counts.topology === 'mesh' ? 'all with all' : 'counted',
    ],
    ...(needs.eventsPerDay === undefined ? [] : [['Events a day', grouped(needs.eventsPerDay), from('eventsPerDay')]]),
    ...(needs.peakPerMinute === undefined
      ? []
      : [['Peak a minute', grouped(needs.peakPerMinute), from('peakPerMinute')]]),
  ] as const;
  const prices = order.map(
    (pattern) => [patternNames[pattern], patternRules(pattern).priceWords(card), 'price card'] as const,
  );
  return (
    <section>
      <h3 className="mb-1">
        Assumptions <span className="label font-normal">prices in EUR, card of {day(card.date)}</span>
      </h3>
      <table className="num w-full border-collapse text-label">
        <tbody>
          {[...prices, ...amounts].map(([name, amount, source]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-1 pr-3 text-left font-normal">
                {name}
              </th>
              <td className="py-1 pr-3 font-medium">{amount}</td>
              <td className="label py-1 text-right whitespace-nowrap">{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `1 Nov 2026` of `2026-11-01`. */
const day = (date: string): string => moment(`${date}T12:00:00Z`, 'UTC').split(',')[0] ?? date;
