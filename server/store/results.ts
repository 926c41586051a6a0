import type { Trouble } from '#flow/run/message.ts';
import type { MessageState } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import type { Span } from './days.ts';

/** How a message ended, for whoever sent it. */
export interface Result {
  state: Exclude<MessageState, 'in-flight'>;
  /** Of a delivered one: the body that left its last step with an effect, JSON text. */
  output?: string;
  /** Of a parked one: what is wrong, where that is for the sender to know. */
  words?: string;
}

/** By message. Those that are on their way, or of which nothing is known, are left out. */
export async function readResults(
  sql: Sql,
  workspace: string,
  asked: { message: string; run: string }[],
  { first, last }: Span,
): Promise<Map<string, Result>> {
  const messages = asked.map((one) => one.message);
  const states = await sql<{ message: string; state: MessageState | null }[]>`
    select message, state from message_states(${workspace}, null, ${asked.map((one) => one.run)}::uuid[], ${first}, ${last})
    where message = any(${messages}::text[])`;
  const results = new Map<string, Result>();
  for (const { message, state } of states) if (state && state !== 'in-flight') results.set(message, { state });
  const inState = (wanted: MessageState) => [...results].flatMap(([id, { state }]) => (state === wanted ? [id] : []));
  await Promise.all([
    addOutputs(sql, results, inState('delivered'), { first, last }),
    addWords(sql, workspace, results, inState('parked')),
  ]);
  return results;
}

async function addOutputs(sql: Sql, results: Map<string, Result>, of: string[], { first, last }: Span): Promise<void> {
  if (of.length === 0) return;
  const rows = await sql<{ message: string; reply: string | null }[]>`
    select distinct on (message) message, reply from outcome
    where day between ${first} and ${last} and message = any(${of}::text[]) and state = 'delivered'
    order by message, at desc`;
  for (const { message, reply } of rows) results.set(message, { state: 'delivered', output: reply ?? undefined });
}

/** Nobody outside needs to read what broke inside a step. */
const inside: Trouble['class'][] = ['bug', 'unauthorized'];

async function addWords(sql: Sql, workspace: string, results: Map<string, Result>, of: string[]): Promise<void> {
  if (of.length === 0) return;
  const rows = await sql<{ root: string; trouble: Trouble }[]>`
    select distinct on (root) root, trouble from parked
    where workspace = ${workspace} and root = any(${of}::text[]) and state = 'parked' order by root, at`;
  for (const { root, trouble } of rows)
    results.set(root, { state: 'parked', words: inside.includes(trouble.class) ? undefined : trouble.message });
}
