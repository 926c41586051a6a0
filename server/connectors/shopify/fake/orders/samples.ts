import { county } from './county.ts';
import { discount } from './discount.ts';
import { free } from './free.ts';
import { giftCard } from './gift-card.ts';
import { guest } from './guest.ts';
import { halfCents } from './half-cents.ts';
import { plain } from './plain.ts';
import type { SampleOrder } from './sample-order.ts';
import { shipping } from './shipping.ts';
import { taxIncluded } from './tax-included.ts';
import { tip } from './tip.ts';
import { twoRates } from './two-rates.ts';

/** Every sample the sandbox shop can be told to sell; the first is the one to begin with. */
export const samples: SampleOrder[] = [
  plain,
  discount,
  twoRates,
  county,
  guest,
  taxIncluded,
  halfCents,
  giftCard,
  shipping,
  free,
  tip,
];

/** What a page needs to offer them. */
export const sampleOrders: { key: string; title: string; note: string }[] = samples.map(({ key, title, note }) => ({
  key,
  title,
  note,
}));
