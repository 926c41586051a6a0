import { and, eq } from 'drizzle-orm';
import { flow, workspace } from '#drizzle/schema/index.ts';
import { ordersToInvoices } from '#flow/samples/orders-to-invoices.ts';
import type { Orm } from './db.ts';
import type { SandboxCredentials, SandboxSystem } from './sandbox/sandbox.ts';
import type { Actor } from './store/actor.ts';
import { createConnection } from './store/connections.ts';
import { createDraft, findDraft } from './store/flows.ts';
import type { Vault } from './vault.ts';

/** The one workspace of an installation without sign-in. */
export const sampleWorkspace = '00000000-0000-4000-8000-000000000001';

export const house: Actor = { workspace: sampleWorkspace, name: 'Wheelwright' };

/**
 * What a first start finds: the sample workspace, a connection to each sandbox system, the sample flow. All of it is
 * made at once, only when the workspace is new, so that what a person removes stays removed.
 * @returns the flow to publish, when it was made just now or has waited for it since
 */
export async function seed(
  orm: Orm,
  vault: Vault,
  credentials: SandboxCredentials,
): Promise<{ flow: string; revision: number } | undefined> {
  const flow = await orm.transaction((tx) => makeSample(tx as unknown as Orm, vault, credentials));
  return flow === undefined ? unpublished(orm) : { flow, revision: 1 };
}

async function makeSample(orm: Orm, vault: Vault, credentials: SandboxCredentials): Promise<string | undefined> {
  const made = await orm
    .insert(workspace)
    .values({ id: sampleWorkspace, name: 'Sample workspace' })
    .onConflictDoNothing()
    .returning();
  if (made.length === 0) return undefined;
  const connect = (name: string, connector: SandboxSystem) =>
    createConnection(orm, vault, house, {
      name,
      connector,
      address: `sandbox:${connector}`,
      sandbox: true,
      settings: { clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret },
    });
  const shop = await connect('Sandbox shop', 'shopify');
  const ledger = await connect('Sandbox ledger', 'xero');
  return createDraft(orm, house, ordersToInvoices(shop, ledger));
}

/** A first start that was cut short between making the sample and publishing it. */
async function unpublished(orm: Orm): Promise<{ flow: string; revision: number } | undefined> {
  const [row] = await orm
    .select()
    .from(flow)
    .where(and(eq(flow.workspace, sampleWorkspace), eq(flow.savedBy, house.name), eq(flow.revision, 1)))
    .limit(1);
  if (!row || row.published !== null) return undefined;
  const draft = await findDraft(orm, sampleWorkspace, row.id);
  return draft ? { flow: draft.id, revision: draft.revision } : undefined;
}
