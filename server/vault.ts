import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sql } from './db.ts';

/**
 * Seals secrets with AES-256-GCM. What it is sealed for (workspace and connection) is authenticated with it, so that a
 * sealed text copied to another row does not open.
 */
export interface Vault {
  seal(plain: string, boundTo: string): string;
  /** @throws VaultTrouble when it was sealed with another key, for another row, or was tampered with */
  open(sealed: string, boundTo: string): string;
}

export class VaultTrouble extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VaultTrouble';
  }
}

const format = 'v1';
const checkText = 'the key of this database';
const checkBinding = 'vault check';

export function createVault(key: Uint8Array): Vault {
  return {
    seal(plain, boundTo) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [format, nonce, cipher.getAuthTag(), sealed]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open(sealed, boundTo) {
      const [version, nonce, tag, body] = sealed.split('.');
      if (version !== format || !nonce || !tag || body === undefined)
        throw new VaultTrouble('This sealed text is not of a form the vault knows.');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: 16,
        }).setAAD(Buffer.from(boundTo));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
      } catch {
        throw new VaultTrouble('This secret does not open with the key in use.');
      }
    },
  };
}

/**
 * The key: `given` (WHEELWRIGHT_KEY: 32 bytes as base64 or hex), else the file `key` in the data folder. The file is made,
 * for the owner's eyes only, when there is none and the database holds nothing sealed.
 * @throws VaultTrouble when the key is unreadable, lost or wrong; nothing is changed then
 */
export async function openVault(sql: Sql, dataDir: string, given: string | undefined): Promise<Vault> {
  const file = path.join(dataDir, 'key');
  const [check] = await sql<{ sealed: string }[]>`select sealed from vault_check`;
  const lost = given === undefined && !existsSync(file);
  if (lost && check) {
    throw new VaultTrouble(
      `The key that opens this database's secrets is missing: ${file} is not there and WHEELWRIGHT_KEY is not set. Put the file back or set WHEELWRIGHT_KEY. Nothing was changed.`,
    );
  }
  const key = given === undefined ? keyFromFile(file) : parseKey(given, 'WHEELWRIGHT_KEY');
  const vault = createVault(key);
  if (!check) {
    await sql`insert into vault_check (sealed) values (${vault.seal(checkText, checkBinding)}) on conflict do nothing`;
    return vault;
  }
  try {
    vault.open(check.sealed, checkBinding);
  } catch {
    const source = given === undefined ? file : 'WHEELWRIGHT_KEY';
    throw new VaultTrouble(
      `The key in ${source} is not the one this database's secrets were sealed with. Put the right key back. Nothing was changed.`,
    );
  }
  return vault;
}

function keyFromFile(file: string): Uint8Array {
  if (existsSync(file)) return parseKey(readFileSync(file, 'utf8'), file);
  const key = randomBytes(32);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

function parseKey(text: string, source: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-fA-F]{64}$/.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== 32)
    throw new VaultTrouble(
      `The key in ${source} must be 32 bytes, as 44 characters of base64 or 64 of hex; this one has ${key.length}.`,
    );
  return key;
}
