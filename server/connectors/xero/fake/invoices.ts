import { type FakeDeps, randomUuid } from '../../fake.ts';
import type { Chart } from './chart.ts';
import type { Contact, Contacts, Drafted, PendingContacts } from './contacts.ts';
import { dayIn } from './dates.ts';
import { type DraftedInvoice, draftInvoice, echo } from './draft-invoice.ts';
import { type Invoice, type InvoiceInput, presentInvoice } from './invoice.ts';
import type { Organisation } from './organisation.ts';

/** One invoice of a batch: stored, or refused and told why. */
export type Outcome = { stored: ReturnType<typeof presentInvoice> } | { refused: ReturnType<typeof echo> };

export interface Invoices {
  all(): Promise<Invoice[]>;
  /** By InvoiceID or by InvoiceNumber. */
  find(idOrNumber: string): Promise<Invoice | undefined>;
  present(invoice: Invoice, withLines: boolean): Promise<ReturnType<typeof presentInvoice>>;
  /**
   * PUT creates; a sales invoice whose number exists is refused. POST creates, or overwrites the invoice with the same
   * id or number. With `all or none` one refused invoice keeps the others out as well.
   */
  write(inputs: InvoiceInput[], how: HowToWrite): Promise<Outcome[]>;
}

export interface HowToWrite {
  method: 'PUT' | 'POST';
  atomic: boolean;
  unitPlaces: number;
}

interface Written {
  invoice: Invoice;
  contact: Contact;
}

export function invoiceBook(deps: FakeDeps, chart: Chart, contacts: Contacts, organisation: Organisation): Invoices {
  const { store } = deps;

  const byId = async (id: string): Promise<Invoice | undefined> => {
    const found = await store.get('invoice', id);
    return found && JSON.parse(found);
  };

  /** The living sales invoice with this number; a deleted draft gives its number back. */
  const byNumber = async (number: string): Promise<Invoice | undefined> => {
    const id = await store.get('invoice-number', number);
    const found = id ? await byId(id) : undefined;
    return found?.number === number && found.status !== 'DELETED' ? found : undefined;
  };

  const present: Invoices['present'] = async (invoice, withLines) => {
    const contact = await contacts.find(invoice.contactId);
    if (!contact) throw new Error(`invoice ${invoice.id} names a contact that is not kept: ${invoice.contactId}`);
    return presentInvoice(invoice, contact, withLines);
  };

  const draftOne = async (sent: InvoiceInput, how: HowToWrite, batch: Batch): Promise<Drafted<Written>> => {
    const existing = how.method === 'PUT' ? undefined : await existingFor(sent, batch);
    if (how.method === 'POST' && sent.InvoiceID && !existing)
      return { errors: ['The invoice with this InvoiceID does not exist.'] };
    if (existing && !changeable(existing, sent)) return { errors: ['Invoice not of valid status for modification'] };
    const input: InvoiceInput = { ...existing?.input, ...sent };
    const drafted = await draftInvoice(input, {
      chart,
      baseCurrency: organisation.baseCurrency,
      today: dayIn(organisation.ianaTimezone, deps.now()),
      unitPlaces: how.unitPlaces,
      newId: () => randomUuid(deps.random),
    });
    const contact: Drafted<Contact> =
      existing && !sent.Contact
        ? { value: (await contacts.find(existing.contactId)) as Contact }
        : await contacts.forInvoice(input.Contact ?? {}, batch.contacts);
    const errors = [
      ...('errors' in contact ? contact.errors : []),
      ...('errors' in drafted ? drafted.errors : statusProblems(drafted.value, existing)),
      ...((await numberIsTaken(input, existing, batch)) ? ['Invoice # must be unique.'] : []),
    ];
    if (errors.length || 'errors' in drafted || 'errors' in contact) return { errors };
    const invoice: Invoice = {
      ...drafted.value,
      id: existing?.id ?? randomUuid(deps.random),
      number: input.InvoiceNumber ?? existing?.number ?? (await nextNumber(drafted.value)),
      contactId: contact.value.ContactID,
      updatedAt: deps.now(),
    };
    return { value: { invoice, contact: contact.value } };
  };

  const existingFor = async (sent: InvoiceInput, batch: Batch): Promise<Invoice | undefined> => {
    if (sent.InvoiceID) return byId(sent.InvoiceID);
    if (!sent.InvoiceNumber || sent.Type === 'ACCPAY') return undefined;
    return batch.numbers.get(sent.InvoiceNumber) ?? byNumber(sent.InvoiceNumber);
  };

  /** Sales invoices share one range of numbers; a bill's number is its supplier's business. */
  const numberIsTaken = async (input: InvoiceInput, existing: Invoice | undefined, batch: Batch): Promise<boolean> => {
    if (!input.InvoiceNumber || input.Type !== 'ACCREC') return false;
    const holder = batch.numbers.get(input.InvoiceNumber) ?? (await byNumber(input.InvoiceNumber));
    return holder !== undefined && holder.id !== existing?.id;
  };

  const nextNumber = async ({ type }: DraftedInvoice): Promise<string | undefined> => {
    if (type !== 'ACCREC') return undefined;
    const count = Number((await store.get('control', 'invoice-count')) ?? 0) + 1;
    await store.put('control', 'invoice-count', String(count));
    const number = `INV-${String(count).padStart(4, '0')}`;
    return (await byNumber(number)) ? nextNumber({ type } as DraftedInvoice) : number;
  };

  const keep = async ({ invoice, contact }: Written) => {
    if (!(await contacts.find(contact.ContactID))) await contacts.keep(contact);
    await store.put('invoice', invoice.id, JSON.stringify(invoice));
    if (invoice.type === 'ACCREC' && invoice.number) await store.put('invoice-number', invoice.number, invoice.id);
  };

  return {
    all: async () => (await store.list('invoice')).map(({ body }) => JSON.parse(body)),
    find: async (idOrNumber) => (await byId(idOrNumber)) ?? (await byNumber(idOrNumber)),
    present,
    async write(inputs, how) {
      const batch: Batch = { contacts: new Map(), numbers: new Map() };
      const drafts: Drafted<Written>[] = [];
      for (const input of inputs) {
        const draft = await draftOne(input, how, batch);
        drafts.push(draft);
        if ('errors' in draft) continue;
        batch.contacts.set(draft.value.contact.ContactID, draft.value.contact);
        if (draft.value.invoice.number) batch.numbers.set(draft.value.invoice.number, draft.value.invoice);
      }
      const refuseAll = how.atomic && drafts.some((draft) => 'errors' in draft);
      const outcomes: Outcome[] = [];
      for (const [index, draft] of drafts.entries()) {
        if ('errors' in draft) {
          outcomes.push({ refused: echo(inputs[index] as InvoiceInput, draft.errors) });
        } else {
          if (!refuseAll) await keep(draft.value);
          outcomes.push({ stored: presentInvoice(draft.value.invoice, draft.value.contact) });
        }
      }
      return outcomes;
    },
  };
}

/** What earlier invoices of the same call have claimed. */
interface Batch {
  contacts: PendingContacts;
  numbers: Map<string, Invoice>;
}

/** Drafts are free; an authorised invoice can be changed or voided, never made a draft again; the rest is history. */
function changeable(existing: Invoice, sent: InvoiceInput): boolean {
  if (existing.status === 'DRAFT' || existing.status === 'SUBMITTED') return sent.Status !== 'VOIDED';
  if (existing.status === 'AUTHORISED')
    return sent.Status === undefined || ['AUTHORISED', 'VOIDED'].includes(sent.Status);
  return false;
}

function statusProblems(drafted: DraftedInvoice, existing: Invoice | undefined): string[] {
  const born = !existing && ['VOIDED', 'DELETED'].includes(drafted.status);
  return born ? [`A new invoice cannot have the status ${drafted.status}.`] : [];
}
