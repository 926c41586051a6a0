import { describe, expect, it } from 'vitest';
import { anInvoice, openXero } from './open-xero.ts';

const contacts = '/api.xro/2.0/Contacts';
const names = (body: { Contacts: { Name: string }[] }) => body.Contacts.map(({ Name }) => Name);

async function withTwo() {
  const xero = await openXero();
  const { body } = await xero.call('PUT', contacts, {
    Contacts: [
      { Name: 'Amelie Brandt', EmailAddress: 'amelie@brandt.example', ContactNumber: '7001' },
      { Name: 'Bram de Wit', EmailAddress: 'bram@dewit.example' },
    ],
  });
  return { xero, ids: body.Contacts.map((each: { ContactID: string }) => each.ContactID) as string[] };
}

describe('contacts', () => {
  it.each([
    [`?where=${encodeURIComponent('EmailAddress=="amelie@brandt.example"')}`, ['Amelie Brandt']],
    [
      `?where=${encodeURIComponent('EmailAddress!=null AND EmailAddress.ToLower()=="bram@dewit.example"')}`,
      ['Bram de Wit'],
    ],
    [`?where=${encodeURIComponent('ContactNumber=="7001"')}`, ['Amelie Brandt']],
    ['?searchTerm=WIT', ['Bram de Wit']],
    ['/7001', ['Amelie Brandt']],
    ['?searchTerm=nobody', []],
  ])('are found by %s', async (query, found) => {
    const { xero } = await withTwo();
    expect(names((await xero.call('GET', contacts + query)).body)).toEqual(found);
  });

  it('are found by id', async () => {
    const { xero, ids } = await withTwo();
    expect(names((await xero.call('GET', `${contacts}?IDs=${ids[1]}`)).body)).toEqual(['Bram de Wit']);
  });

  it('have a name that no other active contact has, whatever its case', async () => {
    const { xero } = await withTwo();
    const { status, body } = await xero.call('PUT', contacts, { Name: 'amelie BRANDT' });
    expect(status).toBe(400);
    expect(body.Elements[0].ValidationErrors[0].Message).toBe(
      'The contact name amelie BRANDT is already assigned to another contact. The contact name must be unique across all active contacts.',
    );
  });

  it('are changed by POST, by number or by name', async () => {
    const { xero, ids } = await withTwo();
    const byNumber = await xero.call('POST', contacts, { ContactNumber: '7001', EmailAddress: 'a@b.example' });
    expect(byNumber.body.Contacts[0]).toMatchObject({
      ContactID: ids[0],
      Name: 'Amelie Brandt',
      EmailAddress: 'a@b.example',
    });
    const byName = await xero.call('POST', contacts, { Name: 'Bram de Wit', ContactNumber: '7002' });
    expect(byName.body.Contacts[0].ContactID).toBe(ids[1]);
  });

  it('give their name back when they are archived', async () => {
    const { xero, ids } = await withTwo();
    await xero.call('POST', `${contacts}/${ids[0]}`, { ContactStatus: 'ARCHIVED' });
    expect(names((await xero.call('GET', contacts)).body)).toEqual(['Bram de Wit']);
    expect((await xero.call('PUT', contacts, { Name: 'Amelie Brandt' })).status).toBe(200);
  });

  it.each([
    ['no name', { EmailAddress: 'a@b.example' }, 'The contact name must be specified.'],
    ['an address that is none', { Name: 'A', EmailAddress: 'nowhere' }, 'not a valid email address'],
    ['a number somebody has', { Name: 'A', ContactNumber: '7001' }, 'is already assigned to another contact'],
  ])('are refused with %s', async (_title, contact, message) => {
    const { xero } = await withTwo();
    const { status, body } = await xero.call('PUT', contacts, contact);
    expect(status).toBe(400);
    expect(body.Elements[0].ValidationErrors[0].Message).toContain(message);
  });
});

describe('the contact of an invoice', () => {
  it('is found by number before name, by name before being made', async () => {
    const { xero, ids } = await withTwo();
    const contactOf = async (Contact: unknown) => (await xero.put(anInvoice({ Contact }))).body.Invoices[0].Contact;
    expect((await contactOf({ ContactNumber: '7001', Name: 'Someone else' })).ContactID).toBe(ids[0]);
    expect((await contactOf({ Name: 'bram de wit' })).ContactID).toBe(ids[1]);
    const made = await contactOf({ Name: 'Carla Rossi', ContactNumber: '7009' });
    expect(ids).not.toContain(made.ContactID);
    expect((await contactOf({ ContactNumber: '7009' })).ContactID).toBe(made.ContactID);
  });

  it('is made once for two invoices of one call', async () => {
    const xero = await openXero();
    await xero.put([anInvoice(), anInvoice()]);
    expect(names((await xero.call('GET', contacts)).body)).toEqual(['Amelie Brandt']);
  });

  it('must exist when it is named by id', async () => {
    const { status } = await (await openXero()).put(
      anInvoice({ Contact: { ContactID: 'd5b3c9c0-0000-4000-8000-000000000000' } }),
    );
    expect(status).toBe(400);
  });
});
