import { z } from 'zod';
import { type OperationManifest, outPort } from '#flow/catalog.ts';
import { isNumeric, type JsonObject, stringifyJson } from '#flow/json.ts';
import { readCadence } from '#flow/schedule/cadence.ts';
import { localTime } from '#flow/schedule/zone.ts';
import type { Firing, ReceivedMessage, Schedule, Trigger } from '../contract.ts';

/** More firings at once than this would be a flood, not a catching up. */
const mostCaughtUp = 100;
const usualCaughtUp = 24;

const zone = 'Europe/Berlin';
const text = (title: string, description?: string) => ({ type: 'string' as const, title, description });

export const scheduledManifest: OperationManifest = {
  id: 'schedule.every',
  name: 'Schedule',
  detail: 'by the clock',
  summary:
    'Starts at set times, by the clock of a time zone. Each time gives one message, however many workers there are.',
  kind: 'trigger',
  start: 'schedule',
  effect: 'none',
  shape: 'start',
  fields: [
    {
      key: 'at',
      label: 'Times',
      type: 'cron',
      required: true,
      help: 'Five fields of cron (minute, hour, day, month, weekday), six with seconds in front, or “every 10 minutes”.',
    },
    {
      key: 'misfire',
      label: 'Times that were missed',
      type: 'select',
      default: 'once',
      options: [
        { value: 'once', label: 'Start once for all of them' },
        { value: 'skip', label: 'Leave them out' },
        { value: 'all', label: 'Start for each of them' },
      ],
      help: 'When nothing ran, or the schedule was paused, for more than a minute past a time.',
    },
    {
      key: 'most',
      label: 'The newest so many, at most',
      type: 'number',
      default: usualCaughtUp,
      help: `1 to ${mostCaughtUp}. Older ones are left out.`,
      when: { field: 'misfire', is: ['all'] },
    },
  ],
  inputs: [],
  outputs: [outPort],
  output: {
    type: 'object',
    title: 'Firing',
    additionalProperties: false,
    required: ['due', 'local', 'date', 'zone', 'previous', 'byHand'],
    properties: {
      due: { ...text('Due at', 'The instant it was due, in UTC.'), format: 'date-time' },
      local: { ...text('Due at, by the local clock'), format: 'date-time' },
      date: { ...text('Date, by the local clock'), format: 'date' },
      zone: text('Time zone'),
      previous: {
        ...text('The time before', 'When it was due before this; null the first time. What lies between is new.'),
        format: 'date-time',
        nullable: true,
      },
      byHand: { type: 'boolean', title: 'Started by hand' },
    },
  },
  sample: {
    due: '2026-11-23T05:00:00.000Z',
    local: '2026-11-23T06:00:00+01:00',
    date: '2026-11-23',
    zone,
    previous: '2026-11-22T05:00:00.000Z',
    byHand: false,
  },
};

export const scheduled: Trigger = { kind: 'trigger', schedule: scheduleOf, fire: messageOf };

const policySchema = z.enum(['skip', 'once', 'all']);

/** What validation has let through; anything else of a form falls back to its default. */
function scheduleOf(config: JsonObject): Schedule {
  const cadence = readCadence(config.at);
  if (!cadence) throw new Error('A schedule without times was published.');
  const policy = policySchema.safeParse(config.misfire);
  const most = isNumeric(config.most) ? Math.trunc(Number(config.most)) : usualCaughtUp;
  return {
    cadence,
    misfire: {
      policy: policy.success ? policy.data : 'once',
      most: Math.min(mostCaughtUp, Math.max(1, most)),
    },
  };
}

function messageOf({ trigger, due, zone, previous, byHand }: Firing): ReceivedMessage {
  const local = localTime(zone, Date.parse(due));
  const body = { due, local, date: local.slice(0, 10), zone, previous: previous ?? null, byHand };
  return {
    sourceId: byHand ? undefined : due,
    key: local.slice(0, byHand || local.slice(16, 19) !== ':00' ? 19 : 16).replace('T', ' '),
    headers: { type: 'schedule.every', source: `schedule:${trigger}`, time: due },
    body: stringifyJson(body),
  };
}
