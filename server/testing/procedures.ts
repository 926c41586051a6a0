import { type AnyProcedure, TRPCError } from '@trpc/server';
import { appRouter } from '../api/router.ts';

/** Every procedure there is, for tests that hold for all of them. */
export const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).map(
  ([path, { _def }]) => ({
    path,
    type: _def.type,
    permission: (_def.meta as { permission?: string } | undefined)?.permission,
  }),
);

/** What a procedure answers, called by its path; of a refusal the code. */
export async function answerOf(caller: object, path: string, input?: unknown): Promise<unknown> {
  const procedure = path
    .split('.')
    .reduce<unknown>((here, name) => (here as Record<string, unknown>)[name], caller) as (
    input: unknown,
  ) => Promise<unknown>;
  return procedure(input).catch((error: unknown) => {
    if (error instanceof TRPCError) return error.code;
    throw error;
  });
}
