import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { deliver, messageOf, troubleIn } from '../../testing/bench.ts';
import { type Ledger, ledger } from '../testing.ts';
import { findContactAction } from './index.ts';

let books: Ledger;
beforeEach(async () => {
  books = ledger();
  const Contacts = [
    { Name: 'Amelie Brandt', ContactNumber: '42', EmailAddress: 'Amelie@Example.com' },
    { Name: 'O’Hara “Tools” & Sons', EmailAddress: 'shared@example.com' },
    { Name: 'Bo Lindqvist', EmailAddress: 'shared@example.com' },
    { Name: 'Gone', EmailAddress: 'gone@example.com', ContactStatus: 'ARCHIVED' },
  ];
  await books.send('PUT', '/api.xro/2.0/Contacts', { Contacts });
});

const find = async (known: JsonObject) => (await deliver(findContactAction, messageOf(known), books)).body;

describe('find contact', () => {
  it.each([
    ['its number', { ContactNumber: '42', Name: 'Bo Lindqvist' }, 'number', 'Amelie Brandt'],
    ['its email, in any case', { EmailAddress: 'aMELIE@example.com' }, 'email', 'Amelie Brandt'],
    [
      'a shared email and its name',
      { EmailAddress: 'shared@example.com', Name: 'bo lindqvist' },
      'email',
      'Bo Lindqvist',
    ],
    ['its name', { Name: 'o’hara “tools” & sons' }, 'name', 'O’Hara “Tools” & Sons'],
    [
      'its name, when number and email are unknown',
      { ContactNumber: '7', EmailAddress: 'no@example.com', Name: 'Bo Lindqvist' },
      'name',
      'Bo Lindqvist',
    ],
  ])('finds one by %s', async (_words, known, by, name) => {
    expect(await find(known)).toMatchObject({ found: true, by, contact: { Name: name } });
  });

  it.each([
    ['nobody has the email', { EmailAddress: 'nobody@example.com' }],
    ['several share the email and none the name', { EmailAddress: 'shared@example.com', Name: 'Third' }],
    ['the contact is archived', { EmailAddress: 'gone@example.com', Name: 'Gone' }],
    ['only part of the name fits', { Name: 'Amelie' }],
    ['the text holds a quotation mark', { EmailAddress: 'a"b@example.com' }],
  ])('says that there is none when %s', async (_words, known) => {
    expect(await find(known)).toEqual({ found: false, by: null, contact: null });
  });

  it('rejects a message that says nothing to find one by', async () => {
    expect(await troubleIn(find({ Name: ' ' }))).toMatchObject({ name: 'Rejected', field: 'EmailAddress' });
  });
});
