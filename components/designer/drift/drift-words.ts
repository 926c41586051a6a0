import type { NodeDrift } from '#components/trpc.tsx';
import { count, counted } from '#components/ui/format.ts';

type Told = Pick<NodeDrift, 'name' | 'node' | 'words' | 'stopped' | 'waiting' | 'parked'>;

/** One line on a map: what stopped it or changed, and what it holds up. */
export function driftWords({ name, node, words, stopped, waiting, parked }: Told): string {
  const what = stopped ? stopped.words.replace(/\.$/, '') : (words[0]?.replace(/\.$/, '') ?? 'What comes has changed');
  const more = !stopped && words.length > 1 ? `, and ${words.length - 1} more` : '';
  const held = [
    waiting > 0 ? counted(waiting, 'message waits', 'messages wait') : '',
    parked > 0 ? `${count(parked)} parked` : '',
  ].filter(Boolean);
  return `“${name ?? node}” · ${what}${more}${held.length > 0 ? ` · ${held.join(', ')}` : ''}`;
}
