'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { useRowKeys } from '#components/runs/use-row-keys.ts';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { StatusLine } from '#components/shell/status-line.tsx';
import { type ConnectionRow, useTRPC } from '#components/trpc.tsx';
import { Answer } from '#components/ui/answer.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { counted } from '#components/ui/format.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { Catalog } from '#flow/catalog.ts';
import { connectionState } from './connection-words.ts';
import { Plate } from './plate.tsx';

/** The accounts of this workspace: where they are, whether they work, and which flows use them. */
export function ConnectionsPage() {
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const rows = connections.data ?? [];
  const sandbox = rows.filter((row) => row.sandbox).length;
  return (
    <Page
      full
      bar={
        <Bar
          crumbs={[{ label: 'Connections' }]}
          actions={
            <ButtonLink look="primary" href="/connections/new">
              <Plus size={14} aria-hidden="true" /> New connection
            </ButtonLink>
          }
        />
      }
      status={
        <StatusLine
          end={
            <>
              <Link href="/sandbox/shop">Sandbox shop</Link>
              <Link href="/sandbox/ledger">Sandbox ledger</Link>
            </>
          }
        >
          <span className="num">
            {counted(rows.length, 'connection')}, {sandbox} of them to the sandbox
          </span>
          <Upright />
          <span className="flex items-center gap-1">
            Move <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
          <span className="flex items-center gap-1">
            Open <Kbd>Enter</Kbd>
          </span>
        </StatusLine>
      }
    >
      <div className="h-full overflow-auto bg-surface">
        <Answer of={connections} failed="The connections could not be read" waiting={<Skeleton className="m-6 h-30" />}>
          {rows.length === 0 ? (
            <div className="p-6">
              <EmptyState
                title="No connections yet"
                action={
                  <ButtonLink look="primary" href="/connections/new">
                    New connection
                  </ButtonLink>
                }
              >
                A connection is an account of a system: its address and what it takes to be let in. Flows name it and
                never hold its secrets.
              </EmptyState>
            </div>
          ) : (
            <ConnectionTable rows={rows} catalog={catalog.data} />
          )}
        </Answer>
      </div>
    </Page>
  );
}

function ConnectionTable({ rows, catalog }: { rows: ConnectionRow[]; catalog: Catalog | undefined }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  return (
    <table className="w-full table-fixed border-collapse">
      <thead>
        <tr className="label h-8 text-left [&>th]:font-normal">
          <th className="w-[28%] pl-6">Connection</th>
          <th className="w-[30%]">Address</th>
          <th>Status</th>
          <th className="w-[22%] pr-6">Used by</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => {
          const connector = catalog?.connectors.find((one) => one.id === row.connector);
          const { mark, words } = connectionState(row);
          return (
            <tr
              key={row.id}
              data-line
              className="relative h-14 border-t border-line focus-within:bg-canvas last:border-b hover:bg-canvas"
            >
              <td className="pr-4 pl-6">
                <span className="flex items-center gap-3">
                  <Plate monogram={connector?.monogram ?? '?'} mark={row.held ? mark : undefined} />
                  <span className="min-w-0">
                    <Link
                      href={`/connections/${row.id}`}
                      data-row
                      className="block truncate font-semibold text-ink no-underline after:absolute after:inset-0 hover:no-underline"
                    >
                      {row.name}
                    </Link>
                    <span className="label">{connector?.name ?? row.connector}</span>
                  </span>
                </span>
              </td>
              <td className="pr-4">
                <span className="flex items-center gap-2">
                  <code className="data truncate text-ink-2">{row.address || 'no address'}</code>
                  {row.sandbox ? (
                    <span className="label shrink-0 rounded-node border border-line px-1.5">sandbox</span>
                  ) : null}
                </span>
              </td>
              <td className="pr-4">
                <span className="flex">
                  <StatusMark mark={mark} words={words} />
                </span>
                <span className="label block truncate" title={row.words ?? undefined}>
                  {row.waiting > 0 ? `${counted(row.waiting, 'message')} waiting` : ''}
                  {row.waiting > 0 && row.testedAt ? ' · ' : ''}
                  {row.testedAt ? <RelativeTime at={row.testedAt} className="relative" /> : null}
                  {row.words ? ` · ${row.words}` : ''}
                </span>
              </td>
              <td className="truncate pr-6">
                {row.usedBy.length === 0 ? <span className="text-ink-3">no flow yet</span> : null}
                {row.usedBy.map((flow, index) => (
                  <span key={flow.id}>
                    {index > 0 ? ', ' : ''}
                    <Link href={`/flows/${flow.id}`} className="relative z-10">
                      {flow.name}
                    </Link>
                  </span>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
