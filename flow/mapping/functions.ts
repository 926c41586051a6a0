import type { JsonObject } from '../json.ts';
import { dateFunctions } from './library/dates.ts';
import type { MappingFunction } from './library/define.ts';
import { hashFunctions } from './library/hashes.ts';
import { listFunctions } from './library/lists.ts';
import { moneyFunctions } from './library/money.ts';
import { numberFunctions } from './library/numbers.ts';
import { textFunctions } from './library/texts.ts';

export type { MappingFunction } from './library/define.ts';

/** What a run or a preview hands to a mapping; nothing else from outside reaches it. */
export interface Given {
  /** When the message was accepted, ISO 8601: what `$now()` says, in every attempt and in the preview. */
  now: string;
  /** IANA time zone of the organisation: `$zone`, and what `$dateIn(timestamp)` takes. */
  zone: string;
  /** More names for expressions: `{ prefix: 'SH-' }` is `$prefix`. */
  variables?: JsonObject;
}

/** Functions we add to JSONata: pure, and each refuses what it cannot do in plain words. Each example is a test. */
export const mappingFunctions: MappingFunction[] = [
  ...textFunctions,
  ...numberFunctions,
  ...moneyFunctions,
  ...dateFunctions,
  ...listFunctions,
  ...hashFunctions,
];

const byName = new Map(mappingFunctions.map((one) => [one.name, one]));

export const mappingFunction = (name: string): MappingFunction | undefined => byName.get(name);
