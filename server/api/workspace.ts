import { eq } from 'drizzle-orm';
import { workspace } from '#drizzle/schema/index.ts';
import { missing, procedure, router } from './trpc.ts';

export const workspaceRouter = router({
  get: procedure('workspace.read').query(async ({ ctx: { api, actor } }) => {
    const [row] = await api.db.orm.select().from(workspace).where(eq(workspace.id, actor.workspace));
    if (!row) throw missing('workspace');
    return { id: row.id, name: row.name, actor: actor.name };
  }),
});
