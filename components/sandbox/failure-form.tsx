'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type FailureKind, type Failures, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input, Select } from '#components/ui/input.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { toast } from '#components/ui/toast.tsx';
import { failureKinds, failureWords, noFailures } from './failure-words.ts';

/** Makes a sandbox system slow or failing, to see what a flow does then. */
export function FailureForm({ system, name }: { system: 'shopify' | 'xero'; name: string }) {
  const trpc = useTRPC();
  const latency = useId();
  const queries = useQueryClient();
  const failures = useQuery(trpc.sandbox.failures.queryOptions({ system }, { refetchInterval: 3_000 }));
  const [typed, setTyped] = useState<Failures | null>(null);
  const set = useMutation(
    trpc.sandbox.setFailures.mutationOptions({
      onSuccess: (now) => {
        queries.setQueryData(trpc.sandbox.failures.queryKey({ system }), now);
        setTyped(null);
        const words = failureWords(now);
        toast(`${name} ${words ?? 'behaves again'}`, { mark: words ? 'warn' : 'ok', id: `failures ${system}` });
      },
      onError: (error) => toast(error.message, { mark: 'failed' }),
    }),
  );
  const now = failures.data ?? noFailures;
  const words = failureWords(now);
  const shown = typed ?? now;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ system, failures: shown });
  };

  return (
    <section aria-label={`Failures of the ${name}`}>
      <h2 className="mb-1">Make it fail</h2>
      <div className="mb-3">
        <StatusMark
          mark={words ? 'warn' : 'ok'}
          words={words ? `It ${words}` : 'It behaves'}
          className="whitespace-normal!"
        />
      </div>
      <form onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-3">
        <div className="flex flex-col gap-1">
          <label htmlFor={latency} className="label">
            Answer late by, ms
          </label>
          <AmountInput
            id={latency}
            value={shown.latencyMs}
            most={60_000}
            onChange={(latencyMs) => setTyped({ ...shown, latencyMs })}
          />
        </div>
        <Failing
          label="Fail the next calls"
          amount={shown.failNext?.count ?? 0}
          status={shown.failNext?.status ?? 500}
          most={1000}
          onChange={(count, status) => setTyped({ ...shown, failNext: count > 0 ? { count, status } : null })}
        />
        <Failing
          label="Fail so many in a hundred"
          amount={shown.failRate?.percent ?? 0}
          status={shown.failRate?.status ?? 500}
          most={100}
          onChange={(percent, status) => setTyped({ ...shown, failRate: percent > 0 ? { percent, status } : null })}
        />
        <div className="flex gap-2">
          <Button type="submit" disabled={set.isPending || typed === null}>
            Apply
          </Button>
          <Button
            look="quiet"
            disabled={set.isPending || words === null}
            onClick={() => set.mutate({ system, failures: noFailures })}
          >
            Back to normal
          </Button>
        </div>
      </form>
    </section>
  );
}

function Failing({
  label,
  amount,
  status,
  most,
  onChange,
}: {
  label: string;
  amount: number;
  status: FailureKind;
  most: number;
  onChange: (amount: number, status: FailureKind) => void;
}) {
  // Kept here while the amount is 0: then there is no failure that could hold it.
  const [chosen, setChosen] = useState(status);
  const shown = amount > 0 ? status : chosen;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="label mb-1">{label}</legend>
      <div className="grid grid-cols-[80px_minmax(0,1fr)] gap-2">
        <AmountInput aria-label={label} value={amount} most={most} onChange={(next) => onChange(next, shown)} />
        <Select
          aria-label={`${label}, answer`}
          value={shown}
          onChange={(event) => {
            const next = failureKinds.find(({ kind }) => String(kind) === event.target.value)?.kind ?? 500;
            setChosen(next);
            if (amount > 0) onChange(amount, next);
          }}
        >
          {failureKinds.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </div>
    </fieldset>
  );
}

function AmountInput({
  value,
  most,
  onChange,
  ...rest
}: {
  id?: string;
  'aria-label'?: string;
  value: number;
  most: number;
  onChange: (value: number) => void;
}) {
  return (
    <Input
      {...rest}
      type="number"
      min={0}
      max={most}
      className="num"
      value={value}
      onChange={(event) => onChange(Math.min(most, Math.max(0, Math.round(event.target.valueAsNumber || 0))))}
    />
  );
}
