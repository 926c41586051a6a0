import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './db.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { createVault, openVault } from './vault.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);

describe('the vault', () => {
  const vault = createVault(key(1));

  it('opens what it sealed, and never seals alike twice', () => {
    const [a, b] = [vault.seal('geheim €', 'row 1'), vault.seal('geheim €', 'row 1')];
    expect(a).not.toBe(b);
    expect(a).not.toContain('geheim');
    expect([vault.open(a, 'row 1'), vault.open(b, 'row 1')]).toEqual(['geheim €', 'geheim €']);
  });

  it.each([
    ['another key', () => createVault(key(2)).open(vault.seal('x', 'row'), 'row')],
    ['another row', () => vault.open(vault.seal('x', 'row'), 'other row')],
    [
      'a changed byte',
      () =>
        vault.open(
          vault.seal('xyz', 'row').replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')),
          'row',
        ),
    ],
    ['a shortened tag', () => vault.open(vault.seal('xyz', 'row').replace(/\.([^.]{22})\./, '.AAAA.'), 'row')],
    ['no sealed text at all', () => vault.open('xyz', 'row')],
  ])('refuses %s', (_, open) => {
    expect(open).toThrow();
  });
});

describe('the key', () => {
  let database: TestDatabase;
  let db: Database;
  let folder: string;
  beforeAll(async () => {
    database = await testDatabase();
    db = openDatabase(database.url, 1);
  });
  beforeEach(async () => {
    await db.sql`delete from vault_check`;
    folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-key-'));
    return () => rmSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  it('is made at the first start, for the owner alone, and used ever after', async () => {
    const sealed = (await openVault(db.sql, folder, undefined)).seal('x', 'row');
    expect(statSync(path.join(folder, 'key')).mode & 0o777).toBe(0o600);
    expect((await openVault(db.sql, folder, undefined)).open(sealed, 'row')).toBe('x');
  });

  it('is not made anew when it is lost', async () => {
    await openVault(db.sql, folder, undefined);
    rmSync(path.join(folder, 'key'));
    await expect(openVault(db.sql, folder, undefined)).rejects.toThrow(/missing.*Put the file back/);
  });

  it('is refused when it is the wrong one', async () => {
    await openVault(db.sql, folder, Buffer.from(key(1)).toString('base64'));
    await expect(openVault(db.sql, folder, Buffer.from(key(2)).toString('hex'))).rejects.toThrow('not the one');
    await expect(openVault(db.sql, folder, 'short')).rejects.toThrow('must be 32 bytes');
  });
});
