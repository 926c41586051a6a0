import { inPort, type JsonSchema, type OperationManifest, outPort } from '#flow/catalog.ts';
import { isObject, type Json } from '#flow/json.ts';
import { type Action, Rejected } from '../../contract.ts';
import { withIsoDates } from '../answer.ts';
import { findContact, knownBy } from '../contacts.ts';

const text = (title: string): JsonSchema => ({ type: 'string', title });

const sample: Json = {
  found: true,
  by: 'email',
  contact: {
    ContactID: '5e1c7d2a-97b4-4b0f-8a41-2f6d3c9b8e22',
    ContactNumber: '6940095564',
    Name: 'Amelie Brandt',
    EmailAddress: 'amelie@example.com',
    ContactStatus: 'ACTIVE',
  },
};

export const findContactManifest: OperationManifest = {
  id: 'xero.find-contact',
  name: 'Find contact',
  detail: 'GET /Contacts',
  summary: 'Looks a contact up by number, else by email, else by name. Route on “found” when there may be none.',
  kind: 'action',
  effect: 'read',
  shape: 'system',
  fields: [],
  inputs: [inPort],
  outputs: [outPort],
  input: {
    type: 'object',
    title: 'Known by',
    properties: {
      ContactNumber: text('Contact number'),
      EmailAddress: { ...text('Email'), format: 'email' },
      Name: text('Name'),
    },
  },
  output: {
    type: 'object',
    title: 'What was found',
    required: ['found'],
    properties: {
      found: { type: 'boolean', title: 'Found' },
      by: { ...text('Found by'), nullable: true, description: 'number, email or name' },
      contact: {
        type: 'object',
        title: 'Contact',
        nullable: true,
        properties: {
          ContactID: text('Id'),
          ContactNumber: text('Contact number'),
          Name: text('Name'),
          FirstName: text('First name'),
          LastName: text('Last name'),
          EmailAddress: text('Email'),
          ContactStatus: text('Status'),
        },
      },
    },
  },
  sample,
};

export const findContactAction: Action = {
  kind: 'action',

  prepare(message) {
    const known = knownBy(message.body);
    if (!known.number && !known.email && !known.name)
      throw new Rejected('The message says nothing to find a contact by.', {
        field: 'EmailAddress',
        wayOut: 'Map ContactNumber, EmailAddress or Name before this step.',
      });
    const search = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
    return { method: 'GET', url: '/api.xro/2.0/Contacts', headers: {}, notes: search };
  },

  async perform(prepared, _message, ctx) {
    const { number, email, name } = isObject(prepared.notes) ? prepared.notes : {};
    const found = await findContact(ctx, { number: textOr(number), email: textOr(email), name: textOr(name) });
    if (!found) return { body: { found: false, by: null, contact: null } };
    return { body: { found: true, by: found.by, contact: withIsoDates(found.contact) } };
  },
};

const textOr = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
