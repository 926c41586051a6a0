import { Fragment } from 'react';
import { cx } from '#components/ui/cx.ts';
import { count } from '#components/ui/format.ts';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { Tally } from '#flow/run/status.ts';
import { proofOf } from './run-words.ts';

/** received = delivered + filtered + parked + in flight, large, and whether it holds. */
export function ProofLine({ tally, missing }: { tally: Tally; missing: number }) {
  const { terms, verdict } = proofOf(tally, missing);
  return (
    <div className="flex items-start">
      <Figure amount={tally.received} label="received" />
      {terms.map((term, index) => (
        <Fragment key={term.state}>
          <span className="px-4 text-page font-normal text-ink-3">{index === 0 ? '=' : '+'}</span>
          <Figure amount={term.amount} label={term.label} warn={term.state === 'parked' && term.amount > 0} />
        </Fragment>
      ))}
      <StatusMark {...verdict} className="mt-1 ml-7" />
    </div>
  );
}

function Figure({ amount, label, warn = false }: { amount: number; label: string; warn?: boolean }) {
  return (
    <span className="flex flex-col">
      <b className={cx('num text-page font-semibold', warn && 'text-warn')}>{count(amount)}</b>
      <span className="label whitespace-nowrap">{label}</span>
    </span>
  );
}
