'use client';

import dynamic from 'next/dynamic';
import { useId, useState } from 'react';
import { TextControl } from '#components/fields/text-control.tsx';
import { Labelled, Select } from '#components/ui/input.tsx';
import { patternNames } from '#components/ui/pattern-mark.tsx';
import { type Tab, Tabs } from '#components/ui/tabs.tsx';
import { Wheel } from '#components/ui/wheel.tsx';
import { type Flow, type FlowNode, keepDays, type Needs, type Pattern, patterns, settingsSchema } from '#flow/flow.ts';
import { indexGraph, order } from '#flow/graph.ts';
import { useDesigner } from '../state/designer-context.ts';
import { PanelHead } from './panel-head.tsx';

/** Loaded when it is looked at. */
const FlowMeasures = dynamic(
  () => import('#components/measures/flow-measures.tsx').then((module) => module.FlowMeasures),
  { ssr: false },
);

type TabId = 'settings' | 'measured';

/** The flow itself: its name and pattern, what the client needs of it, how messages are kept, and what it did. */
export function FlowPanel({ onClose }: { onClose: () => void }) {
  const { id, flow, connections, commit } = useDesigner();
  const [chosen, setChosen] = useState<TabId>('settings');
  const tabs: Tab<TabId>[] = [
    { id: 'settings', label: 'Settings', content: <FlowSettings /> },
    {
      id: 'measured',
      label: 'What it did',
      content: <FlowMeasures flow={id} nodes={inOrder(flow)} connections={connections} />,
    },
  ];
  return (
    <>
      <PanelHead glyph={<Wheel size={20} />} kind="The flow: its needs decide price and advice" onClose={onClose}>
        <TextControl
          aria-label="Name of the flow"
          heading
          maxLength={120}
          text={flow.name}
          onText={(name) => commit({ kind: 'rename-flow', name: name.trim() })}
        />
      </PanelHead>
      <Tabs label="About this flow" tabs={tabs} chosen={chosen} onChoose={setChosen} />
    </>
  );
}

/** As messages pass them. */
const inOrder = (flow: Flow): FlowNode[] =>
  order(indexGraph(flow)).flatMap((id) => flow.nodes.find((node) => node.id === id) ?? []);

function FlowSettings() {
  const { flow, commit } = useDesigner();
  const id = useId();
  const need = (needs: Partial<Needs>) => commit({ kind: 'set-needs', needs });
  return (
    <div className="flex flex-col gap-4 p-4">
      <Labelled label="Pattern" htmlFor={`${id}-pattern`}>
        <Select
          id={`${id}-pattern`}
          value={flow.pattern}
          onChange={(event) => commit({ kind: 'set-pattern', pattern: event.target.value as Pattern })}
        >
          {patterns.map((pattern) => (
            <option key={pattern} value={pattern}>
              {patternNames[pattern]}
            </option>
          ))}
        </Select>
      </Labelled>
      <h3 className="border-t border-line pt-3">What is needed</h3>
      <div className="grid grid-cols-2 gap-3">
        <NumberNeed
          label="Events a day"
          value={flow.needs.eventsPerDay}
          onChange={(eventsPerDay) => need({ eventsPerDay })}
        />
        <NumberNeed
          label="Peak a minute"
          value={flow.needs.peakPerMinute}
          onChange={(peakPerMinute) => need({ peakPerMinute })}
        />
        <NumberNeed
          label="Must show within, minutes"
          value={flow.needs.freshnessMinutes}
          onChange={(freshnessMinutes) => need({ freshnessMinutes })}
        />
        <ChoiceNeed
          label="Purpose"
          value={flow.needs.purpose}
          choices={{ operations: 'Operations', reporting: 'Reporting', migration: 'Migration' }}
          onChange={(purpose) => need({ purpose })}
        />
      </div>
      <ChoiceNeed
        label="What happens to the data"
        value={flow.needs.involvement}
        choices={{
          'passed-on': 'It is passed on',
          transformed: 'It is transformed on the way',
          shared: 'It is changed in several places at once',
        }}
        onChange={(involvement) => need({ involvement })}
      />
      <h3 className="border-t border-line pt-3">How it runs</h3>
      <div className="grid grid-cols-2 gap-3">
        <Labelled label="History is kept" htmlFor={`${id}-keep`}>
          <Select
            id={`${id}-keep`}
            value={flow.settings.keepDays}
            onChange={(event) => {
              const days = keepDays.find((candidate) => candidate === Number(event.target.value));
              if (days) commit({ kind: 'set-settings', settings: { keepDays: days } });
            }}
          >
            {keepDays.map((days) => (
              <option key={days} value={days}>
                {days === 1 ? '1 day' : `${days} days`}
              </option>
            ))}
          </Select>
        </Labelled>
        <Labelled label="Order of messages" htmlFor={`${id}-order`}>
          <Select
            id={`${id}-order`}
            value={flow.settings.order}
            aria-describedby={`${id}-order-means`}
            onChange={(event) => {
              const order = settingsSchema.shape.order.safeParse(event.target.value);
              if (order.success) commit({ kind: 'set-settings', settings: { order: order.data } });
            }}
          >
            <option value="none">None, the fastest</option>
            <option value="per-key">Per key</option>
            <option value="strict">Strict</option>
          </Select>
        </Labelled>
      </div>
      <p id={`${id}-order-means`} className="text-ink-2">
        {orderMeans[flow.settings.order]}
      </p>
    </div>
  );
}

const orderMeans = {
  none: 'Messages run side by side.',
  'per-key':
    'Messages of one business key run one after another. One that waits or is parked holds back its own key only.',
  strict: 'Messages run one after another. One that waits or is parked holds back all that come later.',
};

function NumberNeed({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const id = useId();
  const read = (text: string) => {
    const number = Number(text.replaceAll(',', ''));
    if (text.trim() === '') onChange(undefined);
    else if (Number.isFinite(number) && number >= 0) onChange(Math.round(number));
  };
  return (
    <Labelled label={label} htmlFor={id}>
      <TextControl id={id} inputMode="numeric" placeholder="Not said" text={value?.toString() ?? ''} onText={read} />
    </Labelled>
  );
}

function ChoiceNeed<Choice extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Choice | undefined;
  choices: Record<Choice, string>;
  onChange: (value: Choice | undefined) => void;
}) {
  const id = useId();
  return (
    <Labelled label={label} htmlFor={id}>
      <Select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange((event.target.value || undefined) as Choice | undefined)}
      >
        <option value="">Not said</option>
        {(Object.entries(choices) as [Choice, string][]).map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </Select>
    </Labelled>
  );
}
