'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Bar } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { useTRPC } from '#components/trpc.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ConnectorManifest } from '#flow/catalog.ts';
import { type ConnectionDraft, inputOf } from './connection-draft.ts';
import { ConnectionForm } from './connection-form.tsx';
import { Plate } from './plate.tsx';

/** First the kind of system, kept in the address, then its form. */
export function NewConnectionPage() {
  const trpc = useTRPC();
  const chosen = useSearchParams().get('connector');
  const catalog = useQuery(trpc.catalog.get.queryOptions(undefined, { staleTime: Infinity }));
  const connectors = catalog.data?.connectors.filter((one) => one.connection) ?? [];
  const connector = connectors.find((one) => one.id === chosen);
  return (
    <Page bar={<Bar crumbs={[{ label: 'Connections', href: '/connections' }, { label: 'New' }]} />}>
      {catalog.error ? (
        <TroubleState title="The catalog could not be read" words={catalog.error.message} />
      ) : connector ? (
        <NewConnection key={connector.id} connector={connector} />
      ) : (
        <ChooseConnector connectors={connectors} />
      )}
    </Page>
  );
}

function ChooseConnector({ connectors }: { connectors: ConnectorManifest[] }) {
  return (
    <>
      <h1 className="mb-3">Which system?</h1>
      <ul className="max-w-160 border-t border-line">
        {connectors.map((connector) => (
          <li key={connector.id} className="relative flex h-14 items-center gap-3 border-b border-line hover:bg-canvas">
            <Plate monogram={connector.monogram} />
            <Link
              href={`/connections/new?connector=${connector.id}`}
              className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:no-underline"
            >
              {connector.name}
            </Link>
            <span className="label truncate">
              {connector.operations.map((operation) => operation.name).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function NewConnection({ connector }: { connector: ConnectorManifest }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<ConnectionDraft>({ name: '', values: {} });
  const create = useMutation(trpc.connections.create.mutationOptions());
  const test = useMutation(trpc.connections.test.mutationOptions());

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = inputOf(draft, connector.connection?.fields ?? []);
    const kept = await create.mutateAsync({ ...input, connector: connector.id }).catch(() => null);
    if (!kept) return; // said below the form
    const result = await test
      .mutateAsync({ id: kept.id })
      .catch((error: Error) => ({ ok: false, words: error.message }));
    toast(result.words, { mark: result.ok ? 'ok' : 'failed' });
    await queries.invalidateQueries(trpc.connections.pathFilter());
    router.push(`/connections/${kept.id}`);
  };

  return (
    <form onSubmit={submit} className="flex max-w-120 flex-col gap-6">
      <header className="flex items-center gap-3">
        <Plate monogram={connector.monogram} />
        <div className="flex-1">
          <h1>New connection to {connector.name}</h1>
          <p className="label">Secrets are sealed on the server and never come back to the browser.</p>
        </div>
      </header>
      <ConnectionForm connector={connector} draft={draft} secretsSet={[]} sandbox={false} onChange={setDraft} />
      {create.error ? (
        <p role="alert" className="text-failed">
          {create.error.message}
        </p>
      ) : null}
      <div className="flex items-center gap-2 border-t border-line pt-4">
        <Button look="primary" type="submit" disabled={create.isPending || test.isPending || !draft.name.trim()}>
          Save and test
        </Button>
        <ButtonLink look="quiet" href="/connections/new">
          Another system
        </ButtonLink>
      </div>
    </form>
  );
}
