'use client';

import { useId } from 'react';
import { TextControl } from '#components/fields/text-control.tsx';
import { lasting } from '#components/ui/format.ts';
import { Labelled } from '#components/ui/input.tsx';
import { type FlowNode, nodeSchema, retrySchema } from '#flow/flow.ts';
import { defaultRetry, type RetryPolicy, retryOf } from '#flow/run/retry.ts';
import { useDesigner } from '../state/designer-context.ts';

const fields: { key: keyof RetryPolicy; label: string; none?: string }[] = [
  { key: 'attempts', label: 'Tries, the first included' },
  { key: 'giveUpMinutes', label: 'Give up after, minutes', none: 'never' },
  { key: 'baseSeconds', label: 'Second try within, seconds' },
  { key: 'capSeconds', label: 'No longer apart than, seconds' },
];

/** How a step with an effect tries again after passing trouble. An empty field is the house's own. */
export function Tries({ node }: { node: FlowNode }) {
  const { commit } = useDesigner();
  const id = useId();
  const set = (key: keyof RetryPolicy, text: string) => {
    const value = text.trim() === '' ? undefined : Number(text);
    if (retrySchema.safeParse({ [key]: value }).success)
      commit({ kind: 'set-retry', node: node.id, retry: { [key]: value } });
  };
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-3">
      <legend className="sr-only">Tries</legend>
      <h3>Tries</h3>
      <div className="grid grid-cols-2 gap-3">
        {fields.map(({ key, label, none }) => (
          <Labelled key={key} label={label} htmlFor={`${id}-${key}`}>
            <TextControl
              id={`${id}-${key}`}
              inputMode="decimal"
              placeholder={none ?? String(defaultRetry[key])}
              text={node.retry?.[key] === undefined ? '' : String(node.retry[key])}
              onText={(text) => set(key, text)}
            />
          </Labelled>
        ))}
      </div>
      <p className="label">{policyWords(retryOf(node))}</p>
      <Labelled label="Own backlog, runs at once" htmlFor={`${id}-lane`}>
        <TextControl
          id={`${id}-lane`}
          inputMode="numeric"
          placeholder="none"
          aria-describedby={`${id}-lane-means`}
          text={node.lane === undefined ? '' : String(node.lane.atOnce)}
          onText={(text) => {
            const atOnce = text.trim() === '' ? undefined : Number(text);
            if (nodeSchema.shape.lane.safeParse(atOnce === undefined ? undefined : { atOnce }).success)
              commit({ kind: 'set-lane', node: node.id, atOnce });
          }}
        />
      </Labelled>
      <p id={`${id}-lane-means`} className="label">
        {node.lane === undefined
          ? 'Its messages are sent in the run that brings them. With a backlog of its own, a slow target holds up nothing beside it.'
          : `Its messages leave the run for a backlog of its own, of which ${node.lane.atOnce === 1 ? 'one run goes' : `${node.lane.atOnce} runs go`} at a time, over all workers.`}
      </p>
    </fieldset>
  );
}

/** `Up to 8 tries, each wait at most twice the one before and 5 m 0 s. …` */
function policyWords({ attempts, baseSeconds, capSeconds, giveUpMinutes }: RetryPolicy): string {
  if (attempts === 1) return 'One try; what fails in passing is parked at once.';
  const waits = Array.from({ length: attempts - 1 }, (_, i) => Math.min(capSeconds, baseSeconds * 2 ** i));
  const all = lasting(waits.reduce((sum, seconds) => sum + seconds, 0) * 1000);
  const end =
    giveUpMinutes === undefined ? '' : `, and none later than ${lasting(giveUpMinutes * 60_000)} after the first`;
  return `Up to ${attempts} tries within ${all}${end}. A target that asks to wait longer is obeyed; waiting for a limit of the connection is no try.`;
}
