import { defaultCard } from '#flow/estimate/card.ts';
import { procedure, router } from './trpc.ts';

export const estimateRouter = router({
  card: procedure('workspace.read').query(() => defaultCard),
});
