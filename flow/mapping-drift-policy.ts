import type { Field } from './catalog.ts';
import type { JsonObject } from './json.ts';

/** What a map does with a message that is not as messages were, in a field that it reads. */
export const driftPolicies = ['warn', 'park', 'stop'] as const;
export type DriftPolicy = (typeof driftPolicies)[number];

/** What is not known here warns, as does nothing at all. */
export function driftPolicyOf({ drift }: JsonObject): DriftPolicy {
  return driftPolicies.find((policy) => policy === drift) ?? 'warn';
}

/** The field of a map's form. */
export const driftField: Field = {
  key: 'drift',
  label: 'When what comes has changed',
  type: 'select',
  default: 'warn',
  options: [
    { value: 'warn', label: 'Go on, and say so' },
    { value: 'park', label: 'Park the messages that changed' },
    { value: 'stop', label: 'Stop here until somebody looks' },
  ],
  help: 'Changed is a message in which a field that this map reads is missing though it always came, or holds another kind of value. Stopped, it and all behind it wait here; nothing is lost.',
};
