import { procedure, router } from './trpc.ts';

export const catalogRouter = router({
  get: procedure('workspace.read').query(({ ctx: { api } }) => api.catalog),
});
