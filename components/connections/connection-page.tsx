'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { type ConnectionRow, useTRPC } from '#components/trpc.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { moment } from '#components/ui/format.ts';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ConnectorManifest } from '#flow/catalog.ts';
import { type ConnectionDraft, draftOf, inputOf } from './connection-draft.ts';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionHeld } from './connection-held.tsx';
import { ConnectionLimits } from './connection-limits.tsx';
import { connectionState, connectionStatus, whyNotRemoved } from './connection-words.ts';
import { Plate } from './plate.tsx';

/** One connection: its form, its test, what uses it. */
export function ConnectionPage({ id }: { id: string }) {
  const trpc = useTRPC();
  // What is held back changes by itself; all else does not.
  const connections = useQuery({
    ...trpc.connections.list.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.held || one.waiting > 0) ? 5000 : false),
  });
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const row = connections.data?.find((one) => one.id === id);
  const connector = catalog.data?.connectors.find((one) => one.id === row?.connector);
  if (row && connector) return <OneConnection key={row.id} row={row} connector={connector} />;
  const trouble = connections.error ?? catalog.error;
  const gone = connections.isSuccess && catalog.isSuccess;
  return (
    <Page bar={<Bar crumbs={[{ label: 'Connections', href: '/connections' }, { label: row?.name ?? '…' }]} />}>
      {trouble || gone ? (
        <TroubleState
          title="This connection could not be read"
          words={trouble?.message ?? 'It may have been removed, or its connector is not installed here.'}
          again={<ButtonLink href="/connections">All connections</ButtonLink>}
        />
      ) : (
        <Later>
          <Skeleton className="h-60 w-120" />
        </Later>
      )}
    </Page>
  );
}

function OneConnection({ row, connector }: { row: ConnectionRow; connector: ConnectorManifest }) {
  const { draft, saves, change, dirty, save, test, busy, trouble } = useConnection(row, connector);
  const [removing, setRemoving] = useState(false);
  const { mark, words } = connectionState(row);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <Page
      bar={
        <Bar
          crumbs={[{ label: 'Connections', href: '/connections' }, { label: row.name }]}
          actions={
            <Button look="quiet" onClick={() => setRemoving(true)}>
              Remove
            </Button>
          }
        >
          <Upright />
          <StatusMark mark={mark} words={words} />
        </Bar>
      }
    >
      <div className="grid max-w-300 grid-cols-[minmax(0,480px)_minmax(0,1fr)] gap-12">
        <form onSubmit={submit} className="flex flex-col gap-6">
          <header className="flex items-center gap-3">
            <Plate monogram={connector.monogram} mark={row.held ? mark : undefined} />
            <div>
              <h1>{row.name}</h1>
              <p className="label">
                {connector.name}
                {row.sandbox ? ', in the sandbox: nothing real is touched' : ''}
              </p>
            </div>
          </header>
          {row.status === 'unreadable' ? <Unreadable /> : null}
          <ConnectionForm
            key={saves}
            connector={connector}
            draft={draft}
            secretsSet={row.secretsSet}
            sandbox={row.sandbox}
            connection={row.id}
            onChange={change}
          />
          {trouble ? (
            <p role="alert" className="text-failed">
              {trouble}
            </p>
          ) : null}
          <div className="flex items-center gap-2 border-t border-line pt-4">
            <Button look="primary" disabled={busy} onClick={test}>
              {dirty ? 'Save and test' : 'Test'}
            </Button>
            <Button type="submit" disabled={busy || !dirty}>
              Save
            </Button>
            {dirty ? <span className="label">Not saved yet</span> : null}
          </div>
        </form>
        <aside aria-label="About this connection" className="flex flex-col gap-6">
          <ConnectionHeld row={row} />
          <LastTest row={row} />
          {row.sandbox ? <SandboxPlace connector={connector.id} /> : null}
          <UsedBy row={row} />
          <ConnectionLimits row={row} />
        </aside>
      </div>
      {removing ? <RemoveDialog row={row} onClose={() => setRemoving(false)} /> : null}
    </Page>
  );
}

/** What is typed, and the ways to keep and to test it. */
function useConnection(row: ConnectionRow, connector: ConnectorManifest) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<ConnectionDraft | null>(null);
  // Counts up so that the form starts afresh after each save: secrets show as set again.
  const [saves, setSaves] = useState(0);
  const draft = typed ?? draftOf(row);
  const refresh = () => queries.invalidateQueries(trpc.connections.pathFilter());
  const update = useMutation(trpc.connections.update.mutationOptions());
  const tested = useMutation(trpc.connections.test.mutationOptions());

  const save = async (): Promise<boolean> => {
    try {
      await update.mutateAsync({ id: row.id, ...inputOf(draft, connector.connection?.fields ?? []) });
    } catch {
      return false; // said by `trouble`
    }
    await refresh();
    setTyped(null);
    setSaves((before) => before + 1);
    return true;
  };
  const test = async () => {
    if (typed && !(await save())) return;
    try {
      const { ok, words } = await tested.mutateAsync({ id: row.id });
      toast(words, { mark: ok ? 'ok' : 'failed', id: `test ${row.id}` });
    } finally {
      await refresh();
    }
  };
  return {
    draft,
    saves,
    change: setTyped,
    dirty: typed !== null,
    save,
    test: () => void test().catch(() => undefined),
    busy: update.isPending || tested.isPending,
    trouble: update.error?.message ?? tested.error?.message ?? null,
  };
}

function Unreadable() {
  return (
    <div role="alert" className="border-l-3 border-failed bg-surface p-4">
      <h3>Its secrets cannot be opened</h3>
      <p className="text-ink-2">
        The key they were sealed with is not here, or it is another one. Nothing is destroyed. Either put the old key
        back (WHEELWRIGHT_KEY, or the key file in the data folder) and start again, or enter the secrets below once more
        and save.
      </p>
    </div>
  );
}

function LastTest({ row }: { row: ConnectionRow }) {
  const { mark, words } = connectionStatus[row.status];
  return (
    <section aria-live="polite">
      <h3 className="mb-1">Last test</h3>
      <StatusMark mark={mark} words={words} />
      {row.words ? <p className="mt-1 break-words text-ink-2">{row.words}</p> : null}
      {row.testedAt ? (
        <p className="label mt-1">{moment(row.testedAt)}</p>
      ) : (
        <p className="label mt-1">Press Test to try it.</p>
      )}
    </section>
  );
}

/** The sandbox systems have pages of their own. */
const sandboxPlaces: Record<string, { href: string; label: string }> = {
  shopify: { href: '/sandbox/shop', label: 'Sandbox shop' },
  xero: { href: '/sandbox/ledger', label: 'Sandbox ledger' },
};

function SandboxPlace({ connector }: { connector: string }) {
  const place = sandboxPlaces[connector];
  if (!place) return null;
  return (
    <section>
      <h3 className="mb-1">What stands in for it</h3>
      <Link href={place.href}>{place.label}</Link>
    </section>
  );
}

function UsedBy({ row }: { row: ConnectionRow }) {
  return (
    <section>
      <h3 className="mb-1">Used by</h3>
      {row.usedBy.length === 0 ? <p className="text-ink-2">No flow yet. Choose it in a node of a flow.</p> : null}
      <ul>
        {row.usedBy.map((flow) => (
          <li key={flow.id}>
            <Link href={`/flows/${flow.id}`}>{flow.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RemoveDialog({ row, onClose }: { row: ConnectionRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: async () => {
        router.push('/connections');
        await queries.invalidateQueries(trpc.connections.pathFilter());
        toast(`“${row.name}” is removed`, { mark: 'ok' });
      },
    }),
  );
  const why = whyNotRemoved(row.usedBy);
  return (
    <Dialog
      title={`Remove “${row.name}”`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{why ? 'Close' : 'Cancel'}</Button>
          {why ? null : (
            <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate({ id: row.id })}>
              Remove
            </Button>
          )}
        </>
      }
    >
      <p>{why ?? 'Its address and its secrets are deleted. This cannot be undone.'}</p>
      {remove.error ? (
        <p role="alert" className="mt-2 text-failed">
          {remove.error.message}
        </p>
      ) : null}
    </Dialog>
  );
}
