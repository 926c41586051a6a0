import { isObject, type Json, type JsonObject } from '#flow/json.ts';
import type { ConnectionContext } from '../contract.ts';
import { readXero } from './call.ts';
import { listIn, textIn } from './organisation.ts';

export interface KnownBy {
  number?: string;
  email?: string;
  name?: string;
}

export interface FoundContact {
  contact: JsonObject;
  by: 'number' | 'email' | 'name';
}

/**
 * The active contact that is known by a number, else by an email address, else by a name: each asked only when the one
 * before found nothing. An email address that several contacts share finds the one of that name or none, and one whose
 * contact carries another number is somebody else's.
 */
export async function findContact(
  ctx: ConnectionContext,
  { number, email, name }: KnownBy,
): Promise<FoundContact | undefined> {
  if (number) {
    const [contact] = await contactsWhere(ctx, 'ContactNumber', number);
    if (contact) return { contact, by: 'number' };
  }
  if (email) {
    const sharing = (await contactsWhere(ctx, 'EmailAddress', email.toLowerCase())).filter(
      (contact) => !number || !textIn(contact, 'ContactNumber') || textIn(contact, 'ContactNumber') === number,
    );
    const contact = sharing.length === 1 ? sharing[0] : sharing.find((each) => sameName(textIn(each, 'Name'), name));
    if (contact) return { contact, by: 'email' };
  }
  if (!name) return undefined;
  const contact = await contactNamed(ctx, name);
  return contact && { contact, by: 'name' };
}

/** The active contact of exactly this name but for case; names are unique among active contacts. */
export async function contactNamed(ctx: ConnectionContext, name: string): Promise<JsonObject | undefined> {
  const found = await search(ctx, `searchTerm=${encodeURIComponent(name)}`);
  return found.find((contact) => sameName(textIn(contact, 'Name'), name));
}

export function knownBy(contact: Json | undefined): KnownBy {
  if (!isObject(contact)) return {};
  const [number, email, name] = ['ContactNumber', 'EmailAddress', 'Name'].map(
    (key) => textIn(contact, key).trim() || undefined,
  );
  return { number, email, name };
}

/** Values with a quotation mark cannot be written in a filter of Xero's, so they find nothing. */
async function contactsWhere(
  ctx: ConnectionContext,
  field: 'ContactNumber' | 'EmailAddress',
  value: string,
): Promise<JsonObject[]> {
  if (value.includes('"')) return [];
  const filter =
    field === 'EmailAddress'
      ? `EmailAddress!=null AND EmailAddress.ToLower()=="${value}"`
      : `ContactNumber=="${value}"`;
  return search(ctx, `where=${encodeURIComponent(filter)}`);
}

async function search(ctx: ConnectionContext, query: string): Promise<JsonObject[]> {
  const body = await readXero(ctx, `/api.xro/2.0/Contacts?${query}&page=1&pageSize=100`);
  return listIn(body, 'Contacts').filter((contact) => textIn(contact, 'ContactStatus') !== 'ARCHIVED');
}

function sameName(one: string, other: string | undefined): boolean {
  return other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase();
}
