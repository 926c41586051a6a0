import { z } from 'zod';
import { type FakeDeps, randomUuid } from '../../fake.ts';
import type { Fields } from './listing.ts';

const text = (length: number) => z.string().max(length, `must not be longer than ${length} characters`);
const address = z.object({
  AddressType: z.string().optional(),
  AddressLine1: text(500).optional(),
  AddressLine2: text(500).optional(),
  City: text(255).optional(),
  Region: text(255).optional(),
  PostalCode: text(50).optional(),
  Country: text(50).optional(),
  AttentionTo: text(255).optional(),
});
const phone = z.object({
  PhoneType: z.string().optional(),
  PhoneNumber: text(50).optional(),
  PhoneAreaCode: text(10).optional(),
  PhoneCountryCode: text(20).optional(),
});

/** A contact as it is sent, alone or inside an invoice. */
export const contactInput = z.object({
  ContactID: z.string().optional(),
  ContactNumber: text(50).optional(),
  AccountNumber: text(50).optional(),
  ContactStatus: z.enum(['ACTIVE', 'ARCHIVED']).optional(),
  Name: text(255).optional(),
  FirstName: text(255).optional(),
  LastName: text(255).optional(),
  EmailAddress: text(255).optional(),
  TaxNumber: text(50).optional(),
  Addresses: z.array(address).optional(),
  Phones: z.array(phone).optional(),
});

export type ContactInput = z.infer<typeof contactInput>;

export interface Contact extends Omit<ContactInput, 'ContactID'> {
  ContactID: string;
  Name: string;
  ContactStatus: 'ACTIVE' | 'ARCHIVED';
  updatedAt: number;
}

export type Drafted<T> = { value: T } | { errors: string[] };

/** Contacts that a batch has drafted and not stored yet. */
export type PendingContacts = Map<string, Contact>;

export interface Contacts {
  all(): Promise<Contact[]>;
  /** By ContactID or by ContactNumber. */
  find(idOrNumber: string): Promise<Contact | undefined>;
  /** PUT makes a new one; POST changes the one with this id, number or name, or makes it. */
  draft(input: ContactInput, method: 'PUT' | 'POST', pending: PendingContacts): Promise<Drafted<Contact>>;
  /** The contact an invoice names: by id, else number, else name, else a new one. */
  forInvoice(input: ContactInput, pending: PendingContacts): Promise<Drafted<Contact>>;
  keep(contact: Contact): Promise<void>;
}

export function contactBook(deps: FakeDeps): Contacts {
  const { store } = deps;

  const byId = async (id: string, pending?: PendingContacts): Promise<Contact | undefined> => {
    const waiting = pending?.get(id);
    if (waiting) return waiting;
    const found = await store.get('contact', id);
    return found && JSON.parse(found);
  };

  const byIndex = async (kind: 'contact-number' | 'contact-name', key: string, pending?: PendingContacts) => {
    const matches = (contact: Contact) =>
      (kind === 'contact-number' ? contact.ContactNumber : nameKey(contact.Name)) === key;
    const waiting = [...(pending?.values() ?? [])].find(matches);
    if (waiting) return waiting;
    const id = await store.get(kind, key);
    const found = id ? await byId(id, pending) : undefined;
    return found && matches(found) ? found : undefined;
  };

  const named = async (input: ContactInput, pending: PendingContacts): Promise<Contact | undefined> => {
    const numbered = input.ContactNumber ? await byIndex('contact-number', input.ContactNumber, pending) : undefined;
    if (numbered) return numbered;
    const namesake = input.Name ? await byIndex('contact-name', nameKey(input.Name), pending) : undefined;
    return namesake?.ContactStatus === 'ACTIVE' ? namesake : undefined;
  };

  const draft: Contacts['draft'] = async (input, method, pending) => {
    const existing =
      method === 'PUT'
        ? undefined
        : input.ContactID
          ? await byId(input.ContactID, pending)
          : await named(input, pending);
    if (method === 'POST' && input.ContactID && !existing)
      return { errors: ['The Contact with this ContactID does not exist.'] };
    const Name = input.Name ?? existing?.Name ?? '';
    const contact: Contact = {
      ContactStatus: 'ACTIVE',
      ...existing,
      ...input,
      ContactID: existing?.ContactID ?? randomUuid(deps.random),
      Name,
      updatedAt: deps.now(),
    };
    const errors = await problemsOf(contact, pending);
    return errors.length ? { errors } : { value: contact };
  };

  const problemsOf = async (contact: Contact, pending: PendingContacts): Promise<string[]> => {
    const another = (found: Contact | undefined) => found !== undefined && found.ContactID !== contact.ContactID;
    const namesake = await byIndex('contact-name', nameKey(contact.Name), pending);
    const numbered = contact.ContactNumber
      ? await byIndex('contact-number', contact.ContactNumber, pending)
      : undefined;
    return [
      !contact.Name.trim() && 'The contact name must be specified.',
      contact.ContactStatus === 'ACTIVE' &&
        another(namesake) &&
        namesake?.ContactStatus === 'ACTIVE' &&
        `The contact name ${contact.Name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
      another(numbered) && `The contact number ${contact.ContactNumber} is already assigned to another contact.`,
      contact.EmailAddress &&
        !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(contact.EmailAddress) &&
        `The email address ${contact.EmailAddress} is not a valid email address.`,
    ].filter((problem): problem is string => typeof problem === 'string' && problem !== '');
  };

  return {
    all: async () => (await store.list('contact')).map(({ body }) => JSON.parse(body)),
    find: async (idOrNumber) => (await byId(idOrNumber)) ?? (await byIndex('contact-number', idOrNumber)),
    draft,
    async forInvoice(input, pending) {
      if (!input.ContactID && !input.ContactNumber && !input.Name)
        return { errors: ['A Contact must be specified for this type of transaction'] };
      const known = input.ContactID ? await byId(input.ContactID, pending) : await named(input, pending);
      if (known?.ContactStatus === 'ARCHIVED') return { errors: [`The contact ${known.Name} is archived.`] };
      if (known) return { value: known };
      if (input.ContactID) return { errors: ['The Contact with this ContactID does not exist.'] };
      return draft(input, 'PUT', pending);
    },
    async keep(contact) {
      await store.put('contact', contact.ContactID, JSON.stringify(contact));
      await store.put('contact-name', nameKey(contact.Name), contact.ContactID);
      if (contact.ContactNumber) await store.put('contact-number', contact.ContactNumber, contact.ContactID);
    },
  };
}

export function presentContact(contact: Contact) {
  const { updatedAt, Addresses = [], Phones = [], ...rest } = contact;
  return {
    ...rest,
    Addresses,
    Phones,
    UpdatedDateUTC: `/Date(${updatedAt}+0000)/`,
    ContactGroups: [],
    ContactPersons: [],
    IsSupplier: false,
    IsCustomer: true,
    HasAttachments: false,
    HasValidationErrors: false,
  };
}

export function contactFields(contact: Contact): Fields {
  const { ContactID, ContactNumber, AccountNumber, ContactStatus, Name, FirstName, LastName, EmailAddress } = contact;
  const UpdatedDateUTC = String(contact.updatedAt);
  return {
    ContactID,
    ContactNumber,
    AccountNumber,
    ContactStatus,
    Name,
    FirstName,
    LastName,
    EmailAddress,
    UpdatedDateUTC,
  };
}

/** `searchTerm` looks into names, number and email, without regard to case. */
export function contactMatches(contact: Contact, term: string): boolean {
  const { Name, FirstName, LastName, ContactNumber, EmailAddress } = contact;
  return [Name, FirstName, LastName, ContactNumber, EmailAddress].some((part) =>
    part?.toLowerCase().includes(term.toLowerCase()),
  );
}

function nameKey(name: string): string {
  return name.trim().toLowerCase();
}
