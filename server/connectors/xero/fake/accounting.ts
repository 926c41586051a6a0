import { z } from 'zod';
import { type FakeDeps, randomUuid } from '../../fake.ts';
import { type Answer, notFound, ok, postDataInvalid, validationException } from './answers.ts';
import { type Chart, presentAccount, presentTaxRate, taxRates } from './chart.ts';
import {
  type Contact,
  type Contacts,
  contactFields,
  contactInput,
  contactMatches,
  type PendingContacts,
  presentContact,
} from './contacts.ts';
import { parseExact } from './exact-json.ts';
import { invoiceFields, invoiceInput } from './invoice.ts';
import type { Invoices } from './invoices.ts';
import { commaList, isTrue, listed } from './listing.ts';
import { type Organisation, presentCurrencies, presentOrganisation } from './organisation.ts';

/** One call under `/api.xro/2.0/`: `resource` and perhaps `id` from its path, the body as text. */
export interface Call {
  request: Request;
  resource: string;
  id?: string;
  body: string;
}

/** The scope that a resource asks for, or undefined when the fake has no such resource. */
export function scopeOf(resource: string): 'invoices' | 'contacts' | 'settings' | undefined {
  if (resource === 'Invoices') return 'invoices';
  if (resource === 'Contacts') return 'contacts';
  return ['Accounts', 'TaxRates', 'Organisation', 'Currencies'].includes(resource) ? 'settings' : undefined;
}

export interface Books {
  chart: Chart;
  contacts: Contacts;
  invoices: Invoices;
  organisation: Organisation;
}

/** The accounting endpoints as one function from call to answer. */
export function accounting(deps: FakeDeps, { chart, contacts, invoices, organisation }: Books) {
  const success = (body: Record<string, unknown>) => ok(randomUuid(deps.random), deps.now(), body);

  const getInvoices = async ({ request, id }: Call): Promise<Answer> => {
    if (id) {
      const found = await invoices.find(decodeURIComponent(id));
      return found ? success({ Invoices: [await invoices.present(found, true)] }) : notFound();
    }
    const [ids, numbers, contactIds, statuses] = ['IDs', 'InvoiceNumbers', 'ContactIDs', 'Statuses'].map((name) =>
      commaList(request, name),
    );
    const wanted = (await invoices.all()).filter(
      (invoice) =>
        (!ids || ids.includes(invoice.id)) &&
        (!numbers || numbers.includes(invoice.number ?? '')) &&
        (!contactIds || contactIds.includes(invoice.contactId)) &&
        (!statuses || statuses.includes(invoice.status)),
    );
    const found = listed(wanted, request, invoiceFields);
    if ('status' in found) return found;
    const withLines = found.pagination !== undefined && !isTrue(request, 'summaryOnly');
    const Invoices = await Promise.all(found.items.map((invoice) => invoices.present(invoice, withLines)));
    return success({ ...(found.pagination ? { pagination: found.pagination } : {}), Invoices });
  };

  const writeInvoices = async ({ request, id, body }: Call): Promise<Answer> => {
    const sent = readBody(body, 'Invoices', invoiceInput);
    if ('status' in sent) return sent;
    const inputs = id ? sent.items.map((input) => ({ ...input, InvoiceID: id })) : sent.items;
    const atomic = summarises(request);
    const unitPlaces = new URL(request.url).searchParams.get('unitdp') === '4' ? 4 : 2;
    const outcomes = await invoices.write(inputs, { method: methodOf(request), atomic, unitPlaces });
    const refused = outcomes.flatMap((outcome) => ('refused' in outcome ? [outcome.refused] : []));
    if (atomic && refused.length) return validationException(refused);
    return success({
      Invoices: outcomes.map((outcome) =>
        'refused' in outcome
          ? { ...outcome.refused, StatusAttributeString: 'ERROR' }
          : { ...outcome.stored, StatusAttributeString: 'OK', ValidationErrors: [], Warnings: [] },
      ),
    });
  };

  const getContacts = async ({ request, id }: Call): Promise<Answer> => {
    if (id) {
      const found = await contacts.find(decodeURIComponent(id));
      return found ? success({ Contacts: [presentContact(found)] }) : notFound();
    }
    const ids = commaList(request, 'IDs');
    const term = new URL(request.url).searchParams.get('searchTerm');
    const archived = isTrue(request, 'includeArchived');
    const wanted = (await contacts.all()).filter(
      (contact) =>
        (archived || contact.ContactStatus === 'ACTIVE') &&
        (!ids || ids.includes(contact.ContactID)) &&
        (!term || contactMatches(contact, term)),
    );
    const found = listed(wanted, request, contactFields);
    if ('status' in found) return found;
    const Contacts = found.items.map(presentContact);
    return success({ ...(found.pagination ? { pagination: found.pagination } : {}), Contacts });
  };

  const writeContacts = async ({ request, id, body }: Call): Promise<Answer> => {
    const sent = readBody(body, 'Contacts', contactInput);
    if ('status' in sent) return sent;
    const pending: PendingContacts = new Map();
    const outcomes: { contact?: Contact; answer: { HasValidationErrors: boolean } & Record<string, unknown> }[] = [];
    for (const item of sent.items) {
      const input = id ? { ...item, ContactID: id } : item;
      const drafted = await contacts.draft(input, methodOf(request), pending);
      if ('errors' in drafted) {
        const ValidationErrors = drafted.errors.map((Message) => ({ Message }));
        outcomes.push({
          answer: { ...input, StatusAttributeString: 'ERROR', HasValidationErrors: true, ValidationErrors },
        });
      } else {
        pending.set(drafted.value.ContactID, drafted.value);
        outcomes.push({
          contact: drafted.value,
          answer: { ...presentContact(drafted.value), StatusAttributeString: 'OK' },
        });
      }
    }
    const refused = outcomes.filter(({ contact }) => !contact);
    if (summarises(request) && refused.length) return validationException(refused.map(({ answer }) => answer));
    for (const { contact } of outcomes) if (contact) await contacts.keep(contact);
    return success({ Contacts: outcomes.map(({ answer }) => answer) });
  };

  const getSettings = async ({ request, resource, id }: Call): Promise<Answer> => {
    switch (resource) {
      case 'Accounts': {
        const all = (await chart.accounts()).map(presentAccount);
        const one = id ? all.filter((each) => each.AccountID === id) : all;
        if (!one.length) return notFound();
        const found = listed(
          one.map((account) => ({ account, updatedAt: Number.POSITIVE_INFINITY })),
          request,
          ({ account: { Code, Name, Status, Type, Class, TaxType, SystemAccount } }) => ({
            Code,
            Name,
            Status,
            Type,
            Class,
            TaxType,
            SystemAccount,
          }),
        );
        return 'status' in found ? found : success({ Accounts: found.items.map(({ account }) => account) });
      }
      case 'TaxRates':
        return success({ TaxRates: taxRates.map(presentTaxRate) });
      case 'Organisation':
        return success({ Organisations: [presentOrganisation(organisation)] });
      default:
        return success({ Currencies: presentCurrencies() });
    }
  };

  return async (call: Call): Promise<Answer> => {
    const reading = call.request.method === 'GET';
    switch (scopeOf(call.resource)) {
      case 'invoices':
        return reading ? getInvoices(call) : writeInvoices(call);
      case 'contacts':
        return reading ? getContacts(call) : writeContacts(call);
      case 'settings':
        return reading ? getSettings(call) : notFound();
      default:
        return notFound();
    }
  };
}

/** The vendor's true default is to summarise, whatever its specification says. */
function summarises(request: Request): boolean {
  return new URL(request.url).searchParams.get('summarizeErrors')?.toLowerCase() !== 'false';
}

function methodOf(request: Request): 'PUT' | 'POST' {
  return request.method === 'PUT' ? 'PUT' : 'POST';
}

/** One object, or many under the resource's name. */
function readBody<T>(body: string, name: string, item: z.ZodType<T>): { items: T[] } | Answer {
  let sent: unknown;
  try {
    sent = parseExact(body);
  } catch {
    return postDataInvalid('The body is not valid JSON.');
  }
  const many = z.object({ [name]: z.array(z.unknown()) }).safeParse(sent);
  const items = z.array(item).safeParse(many.success ? many.data[name] : [sent]);
  if (!items.success) return postDataInvalid(z.prettifyError(items.error));
  return items.data.length ? { items: items.data } : postDataInvalid(`No ${name} were sent.`);
}
