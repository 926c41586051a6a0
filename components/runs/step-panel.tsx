'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ParkedButtons } from '#components/parked/parked-buttons.tsx';
import { TroubleCard } from '#components/parked/trouble-card.tsx';
import type { MessageDetail, ParkedRow, RunDetail, StepView } from '#components/trpc.tsx';
import { useTRPC } from '#components/trpc.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';
import { relative } from '#components/ui/format.ts';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type Catalog, connectorOf, operationOf } from '#flow/catalog.ts';
import { JsonText } from './json-text.tsx';
import { MessageList } from './message-list.tsx';
import { AgainButton, CancelButton } from './run-buttons.tsx';
import { messageInBrief } from './run-words.ts';

type TabId = 'input' | 'output' | 'sent' | 'trouble';

/** What went into a step and came out of it, for one message at a time. `parked` are the parked rows of this run. */
export function StepPanel({
  run,
  step,
  catalog,
  connection,
  message,
  parked,
  onMessage,
}: {
  run: RunDetail;
  step: StepView;
  catalog: Catalog;
  /** Name of the step's connection. */
  connection: string | undefined;
  message: string | null;
  parked: ParkedRow[];
  onMessage: (message: string) => void;
}) {
  const trpc = useTRPC();
  const detail = useQuery({
    ...trpc.runs.message.queryOptions({ run: run.id, message: message ?? '' }),
    enabled: message !== null,
  });
  const operation = operationOf(catalog, step.operation);
  const system = connectorOf(catalog, step.operation)?.name ?? step.operation;

  return (
    <aside aria-label={`Step ${step.name}`} className="flex min-h-0 flex-col border-l border-line bg-surface">
      <header className="shrink-0 px-4 pt-2.5 pb-2">
        <h2 className="truncate">{step.name}</h2>
        <p className="label truncate">{[system, connection, operation?.detail].filter(Boolean).join(' · ')}</p>
      </header>
      <MessageList messages={run.messages} chosen={message} onChoose={onMessage} />
      <MessageActions run={run} message={run.messages.find((one) => one.id === message)} />
      {detail.isError ? (
        <TroubleState title="This message could not be read" words={detail.error.message} />
      ) : detail.data ? (
        <MessageAtStep
          key={`${step.node} ${message}`}
          detail={detail.data}
          step={step}
          kind={operation?.kind ?? 'step'}
          system={system}
          parked={parked.filter((row) => row.node === step.node && row.message.split('/')[0] === message)}
        />
      ) : message === null ? (
        <p className="p-4 text-ink-2">This run has received no message.</p>
      ) : (
        <Later>
          <Skeleton className="m-4 h-40" />
        </Later>
      )}
    </aside>
  );
}

/** What can be done with one message of several; with the only one, the run's own buttons do it. */
function MessageActions({ run, message }: { run: RunDetail; message: RunDetail['messages'][number] | undefined }) {
  if (run.messages.length === 1 || !message || message.state === null || message.state === 'parked') return null;
  const { words } = messageInBrief(message);
  const of = `message ${message.key ?? message.id.slice(0, 8)}`;
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-line py-1 pr-2 pl-4 text-ink-2">
      <span className="min-w-0 flex-1 truncate">{words}</span>
      {message.state === 'in-flight' ? (
        <CancelButton look="quiet" size="sm" run={run.id} message={message.id} of={of} />
      ) : (
        <AgainButton look="quiet" size="sm" run={run.id} message={message.id} of={of} />
      )}
    </div>
  );
}

function MessageAtStep({
  detail,
  step,
  kind,
  system,
  parked,
}: {
  detail: MessageDetail;
  step: StepView;
  kind: 'trigger' | 'action' | 'step';
  system: string;
  parked: ParkedRow[];
}) {
  const at = detail.steps.find((one) => one.node === step.node);
  const trouble = at?.trouble ?? (detail.trouble?.node === step.node ? detail.trouble : null);
  const [tab, setTab] = useState<TabId>(trouble ? 'trouble' : kind === 'trigger' ? 'output' : 'input');
  const open = parked.filter((row) => row.state === 'parked');
  const field = trouble?.field;
  const last = step.attempts.at(-1);

  return (
    <Tabs<TabId>
      label="What passed here"
      chosen={tab}
      onChoose={setTab}
      tabs={[
        {
          id: 'input',
          label: 'Input',
          content: <Body name="Input" text={at?.in ?? null} without={withoutInput(kind, at !== undefined)} />,
        },
        {
          id: 'output',
          label: 'Output',
          content: (
            <>
              {at?.port && at.port !== 'out' ? <Note>Left by the port {at.port}.</Note> : null}
              {at?.externalId ? <Note>Written as {at.externalId}.</Note> : null}
              <Body
                name="Output"
                text={at?.out ?? (kind === 'trigger' ? detail.body : null)}
                without={trouble ? 'Nothing came out: see Trouble.' : withoutOutput(at !== undefined)}
              />
            </>
          ),
        },
        {
          id: 'sent',
          label: 'Sent',
          content: (
            <Body
              name="Sent"
              text={at?.sent ?? null}
              without={
                kind === 'action' ? 'Nothing was sent to the target.' : 'This step sends nothing to another system.'
              }
            />
          ),
        },
        {
          id: 'trouble',
          label: 'Trouble',
          count: trouble ? 1 : undefined,
          content: trouble ? (
            <>
              <TroubleCard trouble={trouble} system={system}>
                {open.length > 0 ? <ParkedButtons ids={open.map((row) => row.id)} /> : null}
              </TroubleCard>
              <Body name="What it was" text={at?.in ?? detail.body} field={field} without="" />
            </>
          ) : (
            <Note>
              {detail.dueAt && last?.heldBack === 'person'
                ? `${last.words} Open the map in the editor: take it as normal, or change the map and publish.`
                : detail.dueAt
                  ? `No trouble that needs you: it is tried again ${relative(detail.dueAt, Date.now())}.`
                  : 'No trouble here.'}
            </Note>
          ),
        },
      ]}
    />
  );
}

function Body({ name, text, field, without }: { name: string; text: string | null; field?: string; without: string }) {
  return text === null ? <Note>{without}</Note> : <JsonText name={name} text={text} field={field} />;
}

function Note({ children }: { children: React.ReactNode }) {
  return <p className="px-4 pt-3 text-ink-2">{children}</p>;
}

function withoutInput(kind: 'trigger' | 'action' | 'step', passed: boolean): string {
  if (kind === 'trigger') return 'A trigger has no input: its output is what came in from outside.';
  return passed ? 'What went in is no longer kept.' : 'This message did not come here.';
}

const withoutOutput = (passed: boolean): string =>
  passed
    ? 'What came out is not kept: this step is simply computed again when needed.'
    : 'This message did not come here.';
