import { createHash } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { type ConnectionContext, HeldBack, Retryable, Unauthorized } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { findToken, holdToken, keepToken, refuseToken, type TokenPlace, tokenLeaseSeconds } from '../store/tokens.ts';
import type { Vault } from '../vault.ts';

/**
 * The short-lived credentials of one connection. Each is fetched once for all workers: the first who needs it holds a
 * lease and asks its system, the others wait for what comes of it.
 */
export interface Tokens {
  /** For one message: it knows which token it was given, so that a refusal of that one is told from one of its successor. */
  forOne(): ConnectionContext['token'];
}

type Fetch = Parameters<ConnectionContext['token']>[1];

interface Known {
  value: string;
  generation: number;
  /** Epoch milliseconds. */
  until: number;
}

/** How long one waits in place for what another fetches, and how often one looks. */
const patienceMs = 5000;
const lookMs = 50;

export function createTokens(
  sql: Sql,
  vault: Vault,
  connection: { workspace: string; id: string; name: string; stamp: string },
  now: () => number,
): Tokens {
  const stamp = createHash('sha256').update(connection.stamp).digest('hex');
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known>>();

  /** @param refused the generation that was refused; 0: none was */
  async function token(name: string, fetch: Fetch, refused: number): Promise<Known> {
    for (;;) {
      const one = known.get(name);
      if (one && one.generation > refused && one.until > now()) return one;
      const under = asking.get(name);
      if (!under) break;
      const came = await under;
      if (came.generation > refused) return came;
    }
    const place = { workspace: connection.workspace, connection: connection.id, name, stamp };
    const asked = ask(place, fetch, refused).finally(() => asking.delete(name));
    asking.set(name, asked);
    const came = await asked;
    known.set(name, came);
    return came;
  }

  async function ask(place: TokenPlace, fetch: Fetch, refused: number): Promise<Known> {
    const holder = crypto.randomUUID();
    const until = now() + patienceMs;
    do {
      const found = await findToken(sql, vault, place, holder, refused).catch((cause: unknown) => {
        throw new Retryable('The database does not answer.', { cause });
      });
      switch (found.state) {
        case 'there':
          return { value: found.value, generation: found.generation, until: now() + found.seconds * 1000 };
        case 'refused':
          throw new Unauthorized(found.message, found.wayOut);
        case 'ours':
          return fetchIt(place, fetch, holder, refused);
        case 'elsewhere':
          await rest(lookMs);
      }
    } while (now() < until);
    throw new HeldBack(`Waits for “${connection.name}”: another worker signs in to it.`, {
      connection: connection.id,
      afterSeconds: patienceMs / 1000,
    });
  }

  async function fetchIt(place: TokenPlace, fetch: Fetch, holder: string, refused: number): Promise<Known> {
    const holding = setInterval(
      () => void holdToken(sql, place, holder).catch(() => {}),
      (tokenLeaseSeconds * 1000) / 3,
    );
    try {
      const { value, expiresInSeconds } = await fetch();
      const kept = keepToken(sql, vault, place, holder, { value, seconds: expiresInSeconds });
      // What could not be kept serves this worker all the same.
      const generation = (await kept.catch(() => 0)) || refused + 1;
      return { value, generation, until: now() + expiresInSeconds * 1000 };
    } catch (error) {
      const told =
        error instanceof Unauthorized
          ? refuseToken(sql, place, holder, { message: error.message, wayOut: error.wayOut })
          : holdToken(sql, place, holder, true);
      await told.catch(() => {}); // the lease runs out by itself
      throw error;
    } finally {
      clearInterval(holding);
    }
  }

  return {
    forOne() {
      const given = new Map<string, number>();
      return async (name, fetch, fresh = false) => {
        const refused = fresh ? (given.get(name) ?? known.get(name)?.generation ?? 0) : 0;
        const { value, generation } = await token(name, fetch, refused);
        given.set(name, generation);
        return value;
      };
    },
  };
}
