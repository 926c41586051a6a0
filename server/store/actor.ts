import { changeLog } from '#drizzle/schema/index.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Orm } from '../db.ts';

/** Who does something, and for which client. Every change carries one, also where nobody signs in. */
export interface Actor {
  workspace: string;
  name: string;
}

/** Anything that can write: the pool or an open transaction. */
export type Writer = Pick<Orm, 'insert'>;

/** Records a change. Call it in the change's own transaction. */
export async function logChange(
  db: Writer,
  actor: Actor,
  action: string,
  subject: string,
  details: JsonObject = {},
): Promise<void> {
  await db.insert(changeLog).values({ workspace: actor.workspace, actor: actor.name, action, subject, details });
}
