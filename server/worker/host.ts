import { hash } from 'node:crypto';
import type { Receipt } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import type { Host, Leg } from '../executor/host.ts';
import { createAppender } from '../journal/appender.ts';
import { storable } from '../journal/storable.ts';
import type { Outside } from '../outside/outside.ts';
import type { Lease } from './lease.ts';

/** Steps whose bodies a worker keeps to look at: enough to see everything of a quiet flow, and little of a busy one's work. */
const samplesPerSecond = 50;

function perSecond(most: number): () => boolean {
  let second = 0;
  let n = 0;
  return () => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, n] = [now, 0];
    n += 1;
    return n <= most;
  };
}

/** The executor's host in a real worker: Postgres, the network, the clock. */
export function createHost(deps: {
  sql: Sql;
  worker: string;
  lease?: Pick<Lease, 'left'>;
  outside: Outside;
  zone(leg: Leg): Promise<string>;
}): Host {
  const { sql, worker, lease, outside, zone } = deps;
  const appender = createAppender(sql, worker);
  return {
    worker,
    now: Date.now,
    random: Math.random,
    hash: (parts) => hash('sha256', parts.join('\0')),
    keepsSamples: perSecond(samplesPerSecond),
    connect: (workspace, connection) => outside.connect(workspace, connection),
    zone,
    leaseLeft: (leg) => lease?.left(leg.id) ?? Number.POSITIVE_INFINITY,
    append: (leg, append) => appender.append(leg, append),
    async findReceipt(workspace, connection, entity, sourceKey) {
      const [row] = await sql<{ external_id: string; version: string | null; hash: string | null }[]>`
        select external_id, version, hash from receipt
        where workspace = ${workspace} and connection = ${connection} and entity = ${storable(entity)} and source_key = ${storable(sourceKey)}`;
      if (!row) return undefined;
      return {
        entity,
        sourceKey,
        externalId: row.external_id,
        version: row.version ?? undefined,
        hash: row.hash ?? undefined,
      } satisfies Receipt;
    },
  };
}
