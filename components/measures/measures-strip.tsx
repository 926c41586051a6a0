'use client';

import { count } from '#components/ui/format.ts';
import { Figure } from './figure.tsx';
import { timeWords } from './measure-words.ts';
import { ThroughputBars } from './throughput-bars.tsx';
import { useMeasures } from './use-measures.ts';
import { WindowChoice } from './window-choice.tsx';

/** Throughput and time to delivery in one line, of one flow or of all, above their runs. */
export function MeasuresStrip({ flow }: { flow?: string }) {
  const { window, setWindow, measures, trouble } = useMeasures(flow);
  const whole = measures?.whole;
  const amount = (n: number | undefined) => (n === undefined ? '–' : count(n));
  return (
    <section aria-label="Measured" className="flex h-16 shrink-0 items-center gap-6 border-b border-line px-6">
      <WindowChoice chosen={window} onChoose={setWindow} />
      {trouble && !measures ? (
        <p className="text-ink-2">The counts could not be read: {trouble.message}</p>
      ) : (
        <>
          <div className="h-10 min-w-0 flex-1">
            {measures ? <ThroughputBars measures={measures} window={window} className="h-10" /> : null}
          </div>
          <Figure amount={amount(whole?.delivered)} label="delivered" swatch="bg-ok" />
          <Figure amount={amount(whole?.parked)} label="parked" swatch="bg-warn" />
          <Figure amount={amount(whole?.retried)} label="tried again" swatch="bg-queued" />
          <span aria-hidden="true" className="h-8 border-l border-line" />
          {(['p50', 'p95', 'p99'] as const).map((p) => (
            <Figure key={p} amount={timeWords(whole?.latency?.[p])} label={p === 'p50' ? 'p50 to delivery' : p} />
          ))}
        </>
      )}
    </section>
  );
}
