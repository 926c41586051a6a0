import type { WaitRow } from '#components/trpc.tsx';
import { clock, count } from '#components/ui/format.ts';

/** `3 · Waits for “Xero”: 60 calls a minute, until 10:42:07`; of several the last, too; no time where it waits for a person. `now` in ms since 1970. */
export function waitWords({ n, words, person, from, until }: WaitRow, now: number, timeZone?: string): string {
  const what = words.replace(/\.$/, '');
  const at = (moment: string) => clock(moment, true, timeZone);
  const due = Date.parse(from) <= now;
  const first = due ? 'due now' : `until ${at(from)}`;
  const last = until === from || Date.parse(until) - Date.parse(from) < 1000 ? '' : `, the last until ${at(until)}`;
  return `${n > 1 ? `${count(n)} · ` : ''}${what}${person ? '' : `, ${first}${last}`}`;
}
