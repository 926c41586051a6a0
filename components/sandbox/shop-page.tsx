'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRunNews } from '#components/runs/use-run-news.ts';
import { type SandboxInvoice, type SandboxOrder, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, TroubleState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';
import { invoiceOf, sameAmount } from './order-invoice.ts';
import { SandboxFrame } from './sandbox-frame.tsx';

/** The sandbox shop: place a sample order, see what was placed and whether its invoice stands in the ledger. */
export function ShopPage() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  useRunNews();
  const samples = useQuery(trpc.sandbox.samples.queryOptions());
  const orders = useQuery(trpc.sandbox.orders.queryOptions());
  const invoices = useQuery(trpc.sandbox.invoices.queryOptions(undefined, { refetchInterval: 2_000 }));
  const place = useMutation(
    trpc.sandbox.place.mutationOptions({
      onSuccess: ({ name, words }) => {
        toast(words, {
          id: 'placed',
          mark: 'ok',
          action: { label: 'Its run', href: `/runs?key=${encodeURIComponent(name)}` },
        });
        return queries.invalidateQueries(trpc.sandbox.pathFilter());
      },
      onError: (error) => toast(error.message, { mark: 'failed' }),
    }),
  );
  const trouble = samples.error ?? orders.error;

  return (
    <SandboxFrame
      title="Sandbox shop"
      system="shopify"
      stands="a Shopify shop"
      other={{ href: '/sandbox/ledger', label: 'Sandbox ledger' }}
    >
      {trouble ? <TroubleState title="The sandbox shop does not answer" words={trouble.message} /> : null}
      <h2 className="mb-2">Place an order</h2>
      <ul className="mb-8 border-t border-line">
        {samples.data?.map((sample) => (
          <li key={sample.key} className="flex min-h-9 items-center gap-4 border-b border-line py-1">
            <span className="w-56 shrink-0 font-medium">{sample.title}</span>
            <span className="min-w-0 flex-1 text-ink-2">{sample.note}</span>
            <Button
              size="sm"
              aria-label={`Place ${sample.title}`}
              disabled={place.isPending}
              onClick={() => place.mutate({ sample: sample.key })}
            >
              Place
            </Button>
          </li>
        ))}
      </ul>
      <h2 className="mb-2">Orders placed</h2>
      {orders.data?.length === 0 ? (
        <EmptyState title="No orders yet">
          Place one above. The shop sends its signed webhook to every flow that listens, and the order shows here.
        </EmptyState>
      ) : (
        <OrderTable orders={orders.data ?? []} invoices={invoices.data} />
      )}
    </SandboxFrame>
  );
}

function OrderTable({ orders, invoices }: { orders: SandboxOrder[]; invoices: SandboxInvoice[] | undefined }) {
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="label h-8 text-left [&>th]:font-normal">
          <th className="w-20">Order</th>
          <th>Customer</th>
          <th className="w-28 text-right">Total</th>
          <th className="w-24 text-right">Tax</th>
          <th className="w-16 pl-3">Currency</th>
          <th className="w-28 pl-3">Placed</th>
          <th className="w-64 pl-3">In the ledger</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.id} className="h-8 border-t border-line">
            <td>
              <Link href={`/runs?key=${encodeURIComponent(order.name)}`} className="data">
                {order.name}
              </Link>
            </td>
            <td className="truncate">{order.customer ?? <span className="text-ink-3">no customer</span>}</td>
            <td className="num text-right font-medium">{order.total}</td>
            <td className="num text-right text-ink-2">{order.tax}</td>
            <td className="pl-3 text-ink-2">{order.currency}</td>
            <td className="num pl-3 text-ink-2">
              <RelativeTime at={order.createdAt} />
            </td>
            <td className="pl-3">
              <InLedger order={order} invoices={invoices} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function InLedger({ order, invoices }: { order: SandboxOrder; invoices: SandboxInvoice[] | undefined }) {
  if (!invoices) return null;
  const invoice = invoiceOf(order, invoices);
  if (!invoice) return <span className="text-ink-3">no invoice</span>;
  const same = sameAmount(invoice.total, order.total);
  return (
    <Link href={`/sandbox/ledger#${encodeURIComponent(invoice.number)}`} className="flex no-underline">
      <StatusMark
        mark={same ? 'ok' : 'warn'}
        words={same ? `${invoice.number}, same total` : `${invoice.number}, total ${invoice.total}`}
      />
    </Link>
  );
}
