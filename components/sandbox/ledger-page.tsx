'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import { useRunNews } from '#components/runs/use-run-news.ts';
import { type SandboxInvoice, useTRPC } from '#components/trpc.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { EmptyState, TroubleState } from '#components/ui/empty-state.tsx';
import { SandboxFrame } from './sandbox-frame.tsx';

/** The sandbox ledger: every invoice with its lines, tax and total. The one named behind # in the address is open. */
export function LedgerPage() {
  const trpc = useTRPC();
  useRunNews();
  const invoices = useQuery(trpc.sandbox.invoices.queryOptions(undefined, { refetchInterval: 2_000 }));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const named = decodeURIComponent(window.location.hash.slice(1));
    if (named) setOpen(new Set([named]));
  }, []);
  const toggle = (number: string) => setOpen((before) => before.symmetricDifference(new Set([number])));

  return (
    <SandboxFrame
      title="Sandbox ledger"
      system="xero"
      stands="a Xero organisation"
      other={{ href: '/sandbox/shop', label: 'Sandbox shop' }}
    >
      <h2 className="mb-2">Invoices</h2>
      {invoices.error ? (
        <TroubleState title="The sandbox ledger does not answer" words={invoices.error.message} />
      ) : invoices.data?.length === 0 ? (
        <EmptyState title="No invoices yet" action={<ButtonLink href="/sandbox/shop">Place an order</ButtonLink>}>
          Run a flow that ends in the ledger, such as Orders to invoices. Each invoice it creates stands here.
        </EmptyState>
      ) : (
        <table className="w-full border-collapse">
          <thead>
            <tr className="label h-8 text-left [&>th]:font-normal">
              <th className="w-36 pl-7">Number</th>
              <th>Contact</th>
              <th className="w-28">Status</th>
              <th className="w-28">Date</th>
              <th className="w-28 text-right">Net</th>
              <th className="w-24 text-right">Tax</th>
              <th className="w-28 text-right">Total</th>
              <th className="w-16 pl-3">Currency</th>
            </tr>
          </thead>
          <tbody>
            {invoices.data?.map((invoice) => (
              <InvoiceRows
                key={invoice.id}
                invoice={invoice}
                open={open.has(invoice.number)}
                onToggle={() => toggle(invoice.number)}
              />
            ))}
          </tbody>
        </table>
      )}
    </SandboxFrame>
  );
}

function InvoiceRows({ invoice, open, onToggle }: { invoice: SandboxInvoice; open: boolean; onToggle: () => void }) {
  const Glyph = open ? ChevronDown : ChevronRight;
  return (
    <Fragment>
      <tr id={invoice.number} className={cx('relative h-8 border-t border-line hover:bg-canvas', open && 'bg-canvas')}>
        <td>
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="data flex items-center gap-2 pl-1 after:absolute after:inset-0"
          >
            <Glyph size={14} aria-hidden="true" className="text-ink-3" />
            {invoice.number}
          </button>
        </td>
        <td className="truncate">{invoice.contact}</td>
        <td className="data text-ink-2">{invoice.status}</td>
        <td className="num text-ink-2">{invoice.date}</td>
        <td className="num text-right">{invoice.subTotal}</td>
        <td className="num text-right">{invoice.totalTax}</td>
        <td className="num text-right font-semibold">{invoice.total}</td>
        <td className="pl-3 text-ink-2">{invoice.currency}</td>
      </tr>
      {open ? (
        <tr className="bg-canvas">
          <td colSpan={8} className="pb-3 pl-7">
            <Lines lines={invoice.lines} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function Lines({ lines }: { lines: SandboxInvoice['lines'] }) {
  return (
    <table className="w-full border-collapse border border-line bg-surface">
      <thead>
        <tr className="label h-7 text-left [&>th]:px-3 [&>th]:font-normal">
          <th>Line</th>
          <th className="w-20">Account</th>
          <th className="w-20 text-right">Quantity</th>
          <th className="w-24 text-right">Each</th>
          <th className="w-24 text-right">Discount</th>
          <th className="w-24 text-right">Tax</th>
          <th className="w-28 text-right">Amount</th>
        </tr>
      </thead>
      <tbody className="num">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of an invoice have no other identity
          <tr key={index} className="h-7 border-t border-line [&>td]:px-3">
            <td>{line.description}</td>
            <td className="data text-ink-2">{line.account}</td>
            <td className="text-right">{line.quantity}</td>
            <td className="text-right">{line.unitAmount}</td>
            <td className="text-right">{line.discount}</td>
            <td className="text-right">{line.taxAmount}</td>
            <td className="text-right font-medium">{line.lineAmount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
