import type { Trouble, TroubleClass } from '#flow/run/message.ts';

/** What kind of trouble it is, in one line above the words of the trouble itself. */
export const troubleKinds: Record<TroubleClass, string> = {
  rejected: 'The target refused it',
  mapping: 'The map could not make it',
  conflict: 'Two answers were possible',
  'outcome-unknown': 'Nobody knows whether it was written',
  'retry-exhausted': 'Tried many times, in vain',
  unauthorized: 'The connection was not let in',
  bug: 'The step itself broke',
  expired: 'It waited too long',
  limit: 'Held back by a limit of the connection',
  drift: 'What comes is not what came before',
};

/** Troubles that are likely one and the same: equal kind, step and field, and equal words but for their figures and names. */
export function troubleLikeness(trouble: Trouble, node: string): string {
  const words = (trouble.vendor ?? trouble.message).replace(/["'][^"']*["']|#?\d[\d.,]*/g, '…');
  return [node, trouble.class, trouble.field?.replace(/\[\d+]/g, '[]') ?? '', words].join('\n');
}
