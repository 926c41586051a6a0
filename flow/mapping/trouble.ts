import type { Trouble } from '../run/message.ts';

/** Why one row gave no value for a message. `mapping` parks the message, `bug` fails the step. */
export interface RowTrouble extends Trouble {
  class: 'mapping' | 'bug';
  row: string;
  /** Where in the output, counted: `LineItems[1].UnitAmount`. */
  field: string;
}

/** A value that was written, but only by giving something up. One per row. */
export interface RowWarning {
  row: string;
  field: string;
  message: string;
}

const shown = 3;

/** All troubles of one message as the one that parks it; a bug among them makes it a bug. */
export function oneTrouble(troubles: RowTrouble[]): Trouble {
  const [first] = troubles;
  if (!first) throw new Error('No trouble to tell of');
  const rest = troubles.length - shown;
  const messages = troubles.slice(0, shown).map((trouble) => trouble.message);
  return {
    class: troubles.some((trouble) => trouble.class === 'bug') ? 'bug' : 'mapping',
    message: [...messages, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' '),
    wayOut: first.wayOut,
    field: first.field,
  };
}
