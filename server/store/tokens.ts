import { and, eq } from 'drizzle-orm';
import { connectionToken } from '#drizzle/schema/index.ts';
import type { Orm, Sql } from '../db.ts';
import { type Vault, VaultTrouble } from '../vault.ts';

/** Short-lived credentials of connections, sealed, one for all workers. Who fetches holds a lease, by the database's clock. */

export interface TokenPlace {
  workspace: string;
  connection: string;
  name: string;
  /** Of the connection as it is: a token fetched for another stamp is worth nothing. */
  stamp: string;
}

export type TokenFound =
  | { state: 'there'; value: string; generation: number; seconds: number }
  /** Its system gives none, until the connection is changed or tested. */
  | { state: 'refused'; message: string; wayOut: string }
  /** It is ours to fetch; nobody else will while we say so. */
  | { state: 'ours' }
  /** Somebody else fetches it. */
  | { state: 'elsewhere' };

/** A worker that dies while it fetches stops the others for so long. */
export const tokenLeaseSeconds = 15;

const binding = ({ workspace, connection, name }: TokenPlace) => `${workspace}/${connection}/token/${name}`;

/**
 * The token that stands there, unless it is of a generation that was refused already; else the lease to fetch another.
 * @param holder names the one who asks; a uuid
 */
export async function findToken(
  sql: Sql,
  vault: Vault,
  place: TokenPlace,
  holder: string,
  refusedGeneration: number,
): Promise<TokenFound> {
  const { workspace, connection, name, stamp } = place;
  const lease = sql`clock_timestamp() + make_interval(secs => ${tokenLeaseSeconds})`;
  const [ours] = await sql`
    insert into connection_token as t (workspace, connection, name, stamp, holder, lease_until)
    values (${workspace}, ${connection}, ${name}, ${stamp}, ${holder}::uuid, ${lease})
    on conflict (workspace, connection, name) do update set holder = excluded.holder, lease_until = excluded.lease_until, stamp = excluded.stamp,
      sealed = null, refused = null
    where coalesce(t.lease_until < clock_timestamp(), true) and (
      t.stamp <> excluded.stamp
      or t.refused is null and (t.sealed is null or t.until <= clock_timestamp() or t.generation <= ${refusedGeneration})
    )
    returning 1`;
  if (ours) return { state: 'ours' };
  const [row] = await sql<
    {
      generation: number;
      sealed: string | null;
      seconds: number;
      refused: { message: string; wayOut: string } | null;
    }[]
  >`
    select generation, sealed, extract(epoch from until - clock_timestamp())::float8 as seconds, refused from connection_token
    where workspace = ${workspace} and connection = ${connection} and name = ${name} and stamp = ${stamp}`;
  if (row?.refused) return { state: 'refused', ...row.refused };
  if (!row?.sealed || row.generation <= refusedGeneration || row.seconds <= 0) return { state: 'elsewhere' };
  try {
    const { generation, seconds } = row;
    return { state: 'there', value: vault.open(row.sealed, binding(place)), generation, seconds };
  } catch (error) {
    if (!(error instanceof VaultTrouble)) throw error;
    return findToken(sql, vault, place, holder, row.generation);
  }
}

/** @returns its generation */
export async function keepToken(
  sql: Sql,
  vault: Vault,
  place: TokenPlace,
  holder: string,
  token: { value: string; seconds: number },
): Promise<number> {
  const [row] = await sql<{ generation: number }[]>`
    update connection_token set sealed = ${vault.seal(token.value, binding(place))}, generation = generation + 1,
      until = clock_timestamp() + make_interval(secs => ${token.seconds}), holder = null, lease_until = null
    where workspace = ${place.workspace} and connection = ${place.connection} and name = ${place.name} and holder = ${holder}::uuid
    returning generation`;
  return row?.generation ?? 0;
}

/** Its system refuses: nobody asks it again before the connection is changed or tested, and the connection says so. */
export async function refuseToken(
  sql: Sql,
  { workspace, connection, name }: TokenPlace,
  holder: string,
  refused: { message: string; wayOut: string },
): Promise<void> {
  await sql`
    with mine as (
      update connection_token set refused = ${sql.json(refused)}, sealed = null, holder = null, lease_until = null
      where workspace = ${workspace} and connection = ${connection} and name = ${name} and holder = ${holder}::uuid
      returning workspace, connection
    )
    update connection set status = 'fails', words = ${`${refused.message} ${refused.wayOut}`}
    from mine where connection.workspace = mine.workspace and connection.id = mine.connection`;
}

/** Keeps the lease while the fetch lasts; `over` gives it back. */
export async function holdToken(sql: Sql, place: TokenPlace, holder: string, over = false): Promise<void> {
  const until = over ? sql`null` : sql`clock_timestamp() + make_interval(secs => ${tokenLeaseSeconds})`;
  await sql`
    update connection_token set lease_until = ${until}
    where workspace = ${place.workspace} and connection = ${place.connection} and name = ${place.name} and holder = ${holder}::uuid`;
}

/** The connection changed, or a person wants to know: all is fetched anew. Rows stay, so that generations go on. */
export async function dropTokens(db: Pick<Orm, 'update'>, workspace: string, connection: string): Promise<void> {
  await db
    .update(connectionToken)
    .set({ sealed: null, refused: null })
    .where(and(eq(connectionToken.workspace, workspace), eq(connectionToken.connection, connection)));
}
