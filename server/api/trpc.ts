import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { Catalog } from '#flow/catalog.ts';
import type { JsonObject } from '#flow/json.ts';
import { type Connector, type Operation, Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';
import type { Database } from '../db.ts';
import type { Outside } from '../outside/outside.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Actor } from '../store/actor.ts';
import { StaleRevision } from '../store/flows.ts';
import { isDatabaseAway, reasonOf } from '../store/reason.ts';
import { type Vault, VaultTrouble } from '../vault.ts';
import type { News } from './news.ts';
import { may, type Permission, type Role } from './permissions.ts';

/** What procedures work with, given once by main.ts. */
export interface Api {
  db: Database;
  vault: Vault;
  outside: Outside;
  catalog: Catalog;
  connector(id: string): Connector | undefined;
  operation(id: string): Operation | undefined;
  news: News;
  /** Origin that systems outside call hooks at. */
  origin: string;
  sandbox: Sandbox;
  log(level: 'info' | 'warn' | 'error', words: string, facts: JsonObject): void;
}

/** Who asks. Without sign-in: the person at this computer, who owns the sample workspace. */
export interface Caller {
  api: Api;
  actor: Actor;
  role: Role;
}

interface Meta {
  permission: Permission;
}

/** Not `isDev`, which would send stacks to the browser. */
const t = initTRPC.context<Caller>().meta<Meta>().create({ isDev: false });

export const { router, createCallerFactory } = t;

/** The only way to make a procedure: with the permission it needs. */
export function procedure(permission: Permission) {
  return t.procedure.meta({ permission }).use(async ({ ctx, next, path }) => {
    if (!may(ctx.role, permission)) {
      throw new TRPCError({
        code: 'FORBIDDEN',
        message: `You may not do this (${path} needs ${permission}). Ask an owner of the workspace.`,
      });
    }
    const result = await next();
    if (!result.ok) throw translate(result.error, path, ctx.api);
    return result;
  });
}

/** Errors of the house become answers in one place. What is not expected is logged whole and told in general words. */
function translate(error: TRPCError, path: string, api: Api): TRPCError {
  const { cause } = error;
  if (cause instanceof StaleRevision) return new TRPCError({ code: 'CONFLICT', message: cause.message, cause });
  if (cause instanceof VaultTrouble)
    return new TRPCError({ code: 'PRECONDITION_FAILED', message: cause.message, cause });
  if (cause instanceof Unauthorized || cause instanceof Rejected) {
    return new TRPCError({ code: 'PRECONDITION_FAILED', message: `${cause.message} ${cause.wayOut}`, cause });
  }
  if (cause instanceof Retryable)
    return new TRPCError({ code: 'BAD_GATEWAY', message: `${cause.message} Try again in a moment.`, cause });
  if (cause instanceof z.core.$ZodError && error.code === 'BAD_REQUEST')
    return refuse(cause.issues.map((issue) => wordsOf(issue)).join(' '));
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error;
  if (isDatabaseAway(cause)) {
    return new TRPCError({
      code: 'SERVICE_UNAVAILABLE',
      message: 'The database does not answer. Try again in a moment.',
    });
  }
  api.log('error', 'A request failed in a way it should not.', { path, reason: reasonOf(cause ?? error) });
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on the server. Its log says what.',
  });
}

function wordsOf({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : message;
}

export function missing(what: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `This ${what} is not there any more. Go back to the list.` });
}

export function refuse(message: string): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message });
}
