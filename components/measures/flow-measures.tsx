'use client';

import type { MeasureLine, Measures } from '#components/trpc.tsx';
import { count } from '#components/ui/format.ts';
import { Later, Skeleton } from '#components/ui/skeleton.tsx';
import { Figure } from './figure.tsx';
import { timeWords, troubleNames, windows } from './measure-words.ts';
import { ThroughputBars } from './throughput-bars.tsx';
import { useMeasures } from './use-measures.ts';
import { WindowChoice } from './window-choice.tsx';

type Named = readonly { id: string; name: string }[];

/** What a flow did: how much, how fast at each step, and what went wrong where. `nodes` in the order of the flow. */
export function FlowMeasures({ flow, nodes, connections }: { flow: string; nodes: Named; connections: Named }) {
  const { window, setWindow, measures, trouble } = useMeasures(flow);
  return (
    <section aria-label="What it did" className="flex flex-col gap-4 p-4">
      <div className="flex">
        <WindowChoice chosen={window} onChoose={setWindow} />
      </div>
      {measures ? (
        <Measured measures={measures} window={window} nodes={nodes} connections={connections} />
      ) : trouble ? (
        <p role="alert" className="text-ink-2">
          The counts could not be read: {trouble.message}
        </p>
      ) : (
        <Later>
          <Skeleton className="h-28" />
        </Later>
      )}
    </section>
  );
}

function Measured({
  measures,
  window,
  nodes,
  connections,
}: {
  measures: Measures;
  window: (typeof windows)[number]['id'];
  nodes: Named;
  connections: Named;
}) {
  const { whole, steps, troubles } = measures;
  const { words } = windows.find((one) => one.id === window) ?? windows[0];
  const nothing = whole.came + whole.delivered + whole.parked + whole.retried + steps.length === 0;
  if (nothing) return <p className="text-ink-2">Nothing ran in {words}.</p>;
  const nameOf = (node: string) => nodes.find((one) => one.id === node)?.name ?? `${node} (no longer drawn)`;
  const inOrder = [
    ...nodes.flatMap(({ id }) => steps.filter((step) => step.node === id)),
    ...steps.filter((step) => !nodes.some(({ id }) => id === step.node)),
  ];
  return (
    <>
      <ThroughputBars measures={measures} window={window} className="h-14" />
      <div className="grid grid-cols-3 gap-3">
        <Figure amount={count(whole.delivered)} label="delivered" swatch="bg-ok" />
        <Figure amount={count(whole.parked)} label="parked" swatch="bg-warn" />
        <Figure amount={count(whole.retried)} label="tried again" swatch="bg-queued" />
        <Figure amount={timeWords(whole.latency?.p50)} label="p50 to delivery" />
        <Figure amount={timeWords(whole.latency?.p95)} label="p95" />
        <Figure amount={timeWords(whole.latency?.p99)} label="p99" />
      </div>
      <Lines head="Step" lines={inOrder.map((step) => ({ ...step, id: step.node, name: nameOf(step.node) }))} />
      {measures.connections.length > 1 ? (
        <Lines
          head="Connection"
          lines={measures.connections.map((line) => ({
            ...line,
            id: line.connection,
            name: connections.find((one) => one.id === line.connection)?.name ?? 'Removed connection',
          }))}
        />
      ) : null}
      {troubles.length > 0 ? (
        <table className="w-full">
          <thead>
            <tr className="label text-left [&>th]:font-normal">
              <th>Trouble</th>
              <th>Step</th>
              <th className="text-right">Times</th>
            </tr>
          </thead>
          <tbody>
            {troubles.map((one) => (
              <tr key={`${one.node} ${one.class}`} className="h-6 border-t border-line">
                <td>{troubleNames[one.class]}</td>
                <td className="max-w-40 truncate text-ink-2">{nameOf(one.node)}</td>
                <td className="num text-right">{count(one.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <p className="label">
        Counts are exact. Times are a message&apos;s at the step, tries included, within {measures.accuracy * 100} %.
      </p>
    </>
  );
}

function Lines({ head, lines }: { head: string; lines: (MeasureLine & { id: string; name: string })[] }) {
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="label h-6 text-right [&>th]:font-normal">
          <th className="w-[32%] text-left">{head}</th>
          <th>In</th>
          <th>Parked</th>
          <th>p50</th>
          <th>p95</th>
          <th>p99</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, name, came, parked, retried, latency }) => (
          <tr key={id} className="num h-6 border-t border-line text-right whitespace-nowrap">
            <td className="truncate text-left" title={name}>
              {name}
            </td>
            <td title={retried > 0 ? `${count(retried)} tried again` : undefined}>{count(came)}</td>
            <td className={parked > 0 ? 'text-warn' : 'text-ink-3'}>{count(parked)}</td>
            <td>{timeWords(latency?.p50)}</td>
            <td>{timeWords(latency?.p95)}</td>
            <td>{timeWords(latency?.p99)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
