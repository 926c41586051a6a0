'use client';

import { type ReactNode, useEffect, useId, useState } from 'react';
import { Input, Select } from '#components/ui/input.tsx';
import type { Counts } from '#flow/estimate/count.ts';
import { grouped } from '#flow/estimate/range.ts';
import type { Needs } from '#flow/flow.ts';
import { counted, minutesWords } from '#flow/patterns/needs.ts';
import { type Asked, mostSystems, type Talk } from './asked.ts';

const freshness = [0, 1, 5, 15, 60, 240, 1440];
const purposes = { operations: 'Operations', reporting: 'Reporting', migration: 'Migration' };
const involvements = {
  'passed-on': 'Passed on as it is',
  transformed: 'Transformed on the way',
  shared: 'Changed in several places',
};

/** What you need: every answer goes into the address at once. `needs` and `counts` are what holds now, given here or drawn. */
export function InputsForm({
  asked,
  counts,
  talk,
  needs,
  systems,
  flows,
  onAsk,
}: {
  asked: Asked;
  counts: Counts;
  talk: Talk;
  needs: Needs;
  systems: number;
  flows: { id: string; name: string }[];
  onAsk: (asked: Asked) => void;
}) {
  const need = (part: Needs) => onAsk({ ...asked, needs: { ...asked.needs, ...part } });
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      <h2>What you need</h2>
      <Field label="Price the drawing of">
        {(id) => (
          <Select
            id={id}
            value={asked.flow ?? ''}
            onChange={(event) => onAsk({ flow: event.target.value || undefined, needs: {} })}
          >
            <option value="">no flow: I say what there is</option>
            {flows.map((flow) => (
              <option key={flow.id} value={flow.id}>
                {flow.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Systems">
        {(id) => (
          <NumberInput
            id={id}
            value={systems}
            least={2}
            most={mostSystems}
            onChange={(next) => onAsk({ ...asked, systems: next, talk: talk === 'drawn' ? 'mesh' : talk })}
          />
        )}
      </Field>
      <Field label="Who talks to whom">
        {(id) => (
          <Select
            id={id}
            value={talk}
            onChange={(event) => {
              const next = event.target.value as Talk;
              onAsk({ ...asked, talk: next, systems: next === 'drawn' ? undefined : asked.systems });
            }}
          >
            {asked.flow ? <option value="drawn">As drawn{said(talk === 'drawn', counts)}</option> : null}
            <option value="mesh">All with all{said(talk === 'mesh', counts)}</option>
            <option value="star">One with each other{said(talk === 'star', counts)}</option>
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Events a day">
          {(id) => (
            <NumberInput
              id={id}
              value={needs.eventsPerDay}
              least={0}
              onChange={(eventsPerDay) => need({ eventsPerDay })}
            />
          )}
        </Field>
        <Field label="Peak a minute">
          {(id) => (
            <NumberInput
              id={id}
              value={needs.peakPerMinute}
              least={0}
              onChange={(peakPerMinute) => need({ peakPerMinute })}
            />
          )}
        </Field>
      </div>
      <Field label="A change must show">
        {(id) => (
          <Select
            id={id}
            value={needs.freshnessMinutes ?? ''}
            onChange={(event) =>
              need({ freshnessMinutes: event.target.value === '' ? undefined : Number(event.target.value) })
            }
          >
            <option value="">not said yet</option>
            {[...new Set([...freshness, ...(needs.freshnessMinutes === undefined ? [] : [needs.freshnessMinutes])])]
              .sort((a, b) => a - b)
              .map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes === 0 ? 'at once' : `within ${minutesWords(minutes)}`}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <Field label="Purpose">
        {(id) => <Choice id={id} choices={purposes} value={needs.purpose} onChange={(purpose) => need({ purpose })} />}
      </Field>
      <Field label="The data is">
        {(id) => (
          <Choice
            id={id}
            choices={involvements}
            value={needs.involvement}
            onChange={(involvement) => need({ involvement })}
          />
        )}
      </Field>
    </form>
  );
}

const said = (chosen: boolean, counts: Counts): string =>
  chosen ? `, ${counted(counts.connections, 'connection')}` : '';

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function Choice<Name extends string>({
  id,
  choices,
  value,
  onChange,
}: {
  id: string;
  choices: Record<Name, string>;
  value: Name | undefined;
  onChange: (value: Name | undefined) => void;
}) {
  const names = Object.keys(choices) as Name[];
  return (
    <Select
      id={id}
      value={value ?? ''}
      onChange={(event) => onChange(names.find((name) => name === event.target.value))}
    >
      <option value="">not said yet</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {choices[name]}
        </option>
      ))}
    </Select>
  );
}

/** A whole number that is taken when the field is left or on Enter; one that makes no sense falls back to the last. */
function NumberInput({
  id,
  value,
  least,
  most = 1_000_000_000,
  onChange,
}: {
  id: string;
  value: number | undefined;
  least: number;
  most?: number;
  onChange: (value: number | undefined) => void;
}) {
  const written = value === undefined ? '' : grouped(value);
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const take = () => {
    const number = Number(text.replaceAll(/[,\s]/g, ''));
    const wrong = !Number.isInteger(number) || number < least || number > most;
    if (text.trim() === '' && value !== undefined) onChange(undefined);
    else if (text.trim() === '' || wrong) setText(written);
    else if (number !== value) onChange(number);
  };
  return (
    <Input
      id={id}
      inputMode="numeric"
      className="num"
      placeholder="not said yet"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
