'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { TextControl } from '#components/fields/text-control.tsx';
import { type ConnectionRow, type LimitRow, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { count, moment } from '#components/ui/format.ts';
import { useNow } from '#components/ui/relative-time.tsx';
import type { LimitKind } from '#flow/limits.ts';
import { limitKindWords } from './connection-words.ts';

type Own = Partial<Record<LimitKind, number | null>>;

/** What the system allows and what is kept of it, for all flows and workers together. A change counts from the next call on. */
export function ConnectionLimits({ row }: { row: ConnectionRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [wrong, setWrong] = useState<string | null>(null);
  const change = useMutation(
    trpc.connections.setLimits.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.connections.pathFilter()),
    }),
  );
  const own: Own = Object.fromEntries(row.limits.flatMap(({ per, own }) => (own ? [[per, own.calls]] : [])));
  const set = (per: LimitKind, calls: number | null | undefined) => {
    const { [per]: _, ...rest } = own;
    setWrong(null);
    change.mutate({ id: row.id, limits: calls === undefined ? rest : { ...rest, [per]: calls } });
  };
  const type = (per: LimitKind, text: string) => {
    const calls = Number(text);
    if (text.trim() === '') set(per, undefined);
    else if (Number.isInteger(calls) && calls >= 1 && calls <= 1_000_000) set(per, calls);
    else setWrong('A limit is a whole number of calls, from 1 to 1,000,000.');
  };
  return (
    <section aria-label="Limits">
      <h3 className="mb-1">Limits</h3>
      <p className="label mb-2">Kept across all flows and workers. Empty: as the connector declares it.</p>
      <ul className="border-t border-line">
        {row.limits.map((limit) => (
          <OneLimit
            key={limit.per}
            limit={limit}
            busy={change.isPending}
            onText={(text) => type(limit.per, text)}
            onNone={() => set(limit.per, null)}
            onReset={() => set(limit.per, undefined)}
          />
        ))}
      </ul>
      {wrong || change.error ? (
        <p role="alert" className="mt-2 text-failed">
          {wrong ?? change.error?.message}
        </p>
      ) : null}
    </section>
  );
}

function OneLimit({
  limit: { per, declared, own, used },
  busy,
  onText,
  onNone,
  onReset,
}: {
  limit: LimitRow;
  busy: boolean;
  onText: (text: string) => void;
  onNone: () => void;
  onReset: () => void;
}) {
  const id = useId();
  const known = useNow() > 0;
  const binds = own ? own.calls : (declared?.calls ?? null);
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-b border-line py-2">
      <span className="flex items-center gap-2">
        <span className="w-22">
          <TextControl
            id={id}
            inputMode="numeric"
            disabled={busy}
            placeholder={own?.calls === null ? 'no limit' : declared ? String(declared.calls) : 'no limit'}
            text={own?.calls ? String(own.calls) : ''}
            onText={onText}
          />
        </span>
        <label htmlFor={id} className="whitespace-nowrap">
          calls {limitKindWords[per]}
        </label>
      </span>
      <span className="num label text-right">
        {used !== null && binds !== null ? `${count(used)} of ${count(binds)} used` : ''}
      </span>
      <span className="flex justify-end">
        {own ? (
          <Button size="sm" look="quiet" disabled={busy} onClick={onReset}>
            Reset
          </Button>
        ) : declared ? (
          <Button size="sm" look="quiet" disabled={busy} onClick={onNone}>
            No limit
          </Button>
        ) : null}
      </span>
      <Sources>
        {declared ? (
          <>
            Declared: {count(declared.calls)}, <Source url={declared.source} />, read {declared.date}
          </>
        ) : null}
        {own ? (
          <>
            {own.calls === null ? 'Taken away' : `Set to ${count(own.calls)}`} by {own.by}
            {known ? `, ${moment(own.at)}` : ''}
          </>
        ) : null}
      </Sources>
    </li>
  );
}

function Sources({ children }: { children: ReactNode[] }) {
  const lines = children.filter(Boolean);
  if (lines.length === 0) return null;
  return (
    <div className="label col-span-3">
      {children.map((line, i) => (line ? <p key={i === 0 ? 'declared' : 'own'}>{line}</p> : null))}
    </div>
  );
}

function Source({ url }: { url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" title={url} className="underline">
      {URL.parse(url)?.host ?? url}
    </a>
  );
}
