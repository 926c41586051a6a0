import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flow } from '#drizzle/schema/index.ts';
import { type Database, openDatabase } from './db.ts';
import { house, sampleWorkspace, seed } from './seed.ts';
import { listConnections, removeConnection } from './store/connections.ts';
import { listDrafts, removeDraft } from './store/flows.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { createVault, type Vault } from './vault.ts';

const credentials = { clientId: 'sandbox', clientSecret: 'secret' };
const vault = createVault(randomBytes(32));

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 2);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const names = async () => [
  ...(await listConnections(db.orm, sampleWorkspace)).map((one) => one.name),
  ...(await listDrafts(db.orm, sampleWorkspace)).map((one) => JSON.parse(one.document).name),
];

/** The life of an installation; each line builds on the one before. */
describe('the sample that a first start makes', () => {
  it('is there whole or not at all', async () => {
    const broken: Vault = {
      ...vault,
      seal: () => {
        throw new Error('the power went');
      },
    };
    await expect(seed(db.orm, broken, credentials)).rejects.toThrow('the power went');
    expect(await db.sql`select * from workspace`).toEqual([]);
  });

  it('waits to be published until it is', async () => {
    const made = await seed(db.orm, vault, credentials);
    expect(await names()).toEqual(['Sandbox ledger', 'Sandbox shop', 'Orders to invoices']);
    expect(await seed(db.orm, vault, credentials)).toEqual(made);
    await db.orm
      .update(flow)
      .set({ published: 1 })
      .where(eq(flow.id, made?.flow ?? ''));
    expect(await seed(db.orm, vault, credentials)).toBeUndefined();
  });

  it('is made once: what a person removes stays removed', async () => {
    const [draft] = await listDrafts(db.orm, sampleWorkspace);
    const [ledger] = await listConnections(db.orm, sampleWorkspace);
    await removeDraft(db.orm, house, draft?.id ?? '');
    await removeConnection(db.orm, house, ledger?.id ?? '');
    expect(await seed(db.orm, vault, credentials)).toBeUndefined();
    expect(await names()).toEqual(['Sandbox shop']);
  });
});
