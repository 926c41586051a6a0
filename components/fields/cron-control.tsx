'use client';

import { useMemo } from 'react';
import { Select } from '#components/ui/input.tsx';
import { useNow } from '#components/ui/relative-time.tsx';
import type { Json } from '#flow/json.ts';
import { type Cadence, cadenceFault, readCadence } from '#flow/schedule/cadence.ts';
import { nextFirings } from '#flow/schedule/firings.ts';
import { cadenceWords } from '#flow/schedule/words.ts';
import { firingWords, presets, viewersZone, zones } from './cron-choices.ts';
import { TextControl } from './text-control.tsx';

const shownFirings = 5;

/** Times by the clock: a usual one or as cron, in a time zone, and when that is, worked out as the server does. */
export function CronControl({
  id,
  label,
  value,
  onChange,
  ...rest
}: {
  id: string;
  label: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  disabled?: boolean;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
}) {
  const cadence = readCadence(value);
  const zone = cadence?.zone || viewersZone();
  const write = (cron: string, next = zone) =>
    onChange(cron.trim() === '' ? undefined : { cron: cron.trim(), zone: next });
  const preset = presets.find((one) => one.cron === cadence?.cron)?.cron ?? '';
  return (
    <div className="flex flex-col gap-2">
      <Select {...rest} id={id} value={preset} onChange={(event) => event.target.value && write(event.target.value)}>
        <option value="">{cadence ? 'As written below' : 'Choose…'}</option>
        {presets.map(({ cron, words }) => (
          <option key={cron} value={cron}>
            {words}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-2 gap-2">
        <TextControl
          {...rest}
          mono
          aria-label={`${label}, as cron`}
          placeholder="0 6 * * *"
          text={cadence?.cron ?? ''}
          onText={(cron) => write(cron)}
        />
        <Select
          {...rest}
          aria-label={`${label}, time zone`}
          value={zone}
          onChange={(event) => cadence && write(cadence.cron, event.target.value)}
          disabled={rest.disabled || !cadence}
        >
          {zones(zone).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </Select>
      </div>
      {cadence && cadenceFault(cadence) === undefined ? <NextFirings cadence={cadence} /> : null}
    </div>
  );
}

function NextFirings({ cadence }: { cadence: Cadence }) {
  const now = useNow();
  const { cron, zone } = cadence;
  const firings = useMemo(() => (now === 0 ? [] : nextFirings({ cron, zone }, now, shownFirings)), [cron, zone, now]);
  const words = cadenceWords(cadence);
  return (
    <div className="border border-line bg-canvas px-2 py-1.5">
      <p className="label">
        {words === cron ? 'Next' : words}, by the clock of {zone}
      </p>
      <ol aria-label="Next times" className="mt-1 flex flex-col">
        {firings.map((at) => (
          <li key={at} className="data flex justify-between gap-2">
            <time dateTime={new Date(at).toISOString()}>{firingWords(at, zone).time}</time>
            <span className="text-ink-3">{firingWords(at, zone, now).ahead}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
