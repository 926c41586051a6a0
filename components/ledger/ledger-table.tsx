import Link from 'next/link';
import { Fragment } from 'react';
import type { FlowLedger } from '#components/trpc.tsx';
import { cx } from '#components/ui/cx.ts';
import { count } from '#components/ui/format.ts';
import { listOf, terms } from './ledger-lines.ts';

type Line = FlowLedger['sum'];

/** A line per trigger and one for the flow. The equation reads from left to right; duplicates and replays stand apart, behind a rule. */
export function LedgerTable({ flow, ledger }: { flow: string; ledger: FlowLedger }) {
  const { first, triggers, sum } = ledger;
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="label h-8 text-left [&>th]:font-normal [&>th]:whitespace-nowrap">
          <th className="pl-4">Trigger</th>
          <Head>Received</Head>
          {terms.map((term, at) => (
            <Head key={term.state} sign={at === 0 ? '=' : '+'}>
              {term.label}
            </Head>
          ))}
          <Head sign="+" end>
            Gap
          </Head>
          <Head apart>Duplicates</Head>
          <Head>Replays</Head>
          <td className="w-4" />
        </tr>
      </thead>
      <tbody>
        {triggers.map((line) => (
          <tr key={line.id} className="h-8 border-t border-line hover:bg-canvas">
            <td className="max-w-60 truncate pl-4">{line.name}</td>
            <Amounts line={line} of={{ flow, trigger: line.id, first }} />
          </tr>
        ))}
        {triggers.length === 1 ? null : (
          <tr className="h-8 border-t border-line-strong font-medium">
            <td className="pl-4">{triggers.length === 0 ? 'Nothing published yet' : 'All'}</td>
            <Amounts line={sum} of={{ flow, first }} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Head({ sign, apart, end, children }: { sign?: string; apart?: boolean; end?: boolean; children: string }) {
  return (
    <th className={cx('w-24 text-right', apart && 'border-l border-line', end && 'pr-4')}>
      <span className="relative block">
        <span aria-hidden="true" className="absolute left-2">
          {sign}
        </span>
        {children}
      </span>
    </th>
  );
}

function Amounts({ line, of }: { line: Line; of: { flow: string; trigger?: string; first: string } }) {
  return (
    <>
      <Amount amount={line.tally.received} href={listOf('received', of)} />
      {terms.map(({ state }) => (
        <Fragment key={state}>
          <Amount amount={line.tally[state]} href={listOf(state, of)} warn={state === 'parked'} />
        </Fragment>
      ))}
      <td className={cx('num pr-4 text-right', line.gap === 0 ? 'font-medium text-ok' : 'font-semibold text-failed')}>
        {count(line.gap)}
      </td>
      <td className="num border-l border-line text-right">
        <Figure amount={line.duplicates} />
      </td>
      <td className="num text-right">
        <Figure amount={line.replays} />
      </td>
      <td />
    </>
  );
}

function Amount({ amount, href, warn = false }: { amount: number; href: string; warn?: boolean }) {
  return (
    <td className="num text-right">
      {amount === 0 ? (
        <Figure amount={0} />
      ) : (
        <Link href={href} className={cx(warn ? 'font-medium text-warn' : 'text-ink')}>
          {count(amount)}
        </Link>
      )}
    </td>
  );
}

function Figure({ amount }: { amount: number }) {
  return <span className={amount === 0 ? 'text-ink-3' : undefined}>{count(amount)}</span>;
}
