import { z } from 'zod';
import { type Contact, contactInput, presentContact } from './contacts.ts';
import { msDate, msTime } from './dates.ts';
import { amount, exactNumber } from './exact-json.ts';
import type { LineAmountTypes } from './invoice-totals.ts';
import type { Fields } from './listing.ts';

const lineInput = z.object({
  LineItemID: z.string().optional(),
  Description: z.string().optional(),
  Quantity: amount.optional(),
  UnitAmount: amount.optional(),
  LineAmount: amount.optional(),
  DiscountRate: amount.optional(),
  DiscountAmount: amount.optional(),
  AccountCode: z.string().optional(),
  TaxType: z.string().optional(),
  TaxAmount: amount.optional(),
  ItemCode: z.string().optional(),
  Tracking: z.array(z.record(z.string(), z.string())).optional(),
});

/** An invoice as it is sent. Unknown fields are ignored, as at the vendor's. */
export const invoiceInput = z.object({
  InvoiceID: z.string().optional(),
  InvoiceNumber: z.string().optional(),
  Type: z.string().optional(),
  Contact: contactInput.optional(),
  LineItems: z.array(lineInput).optional(),
  Date: z.string().optional(),
  DueDate: z.string().optional(),
  LineAmountTypes: z.string().optional(),
  Reference: z.string().optional(),
  Url: z.string().optional(),
  CurrencyCode: z.string().optional(),
  CurrencyRate: amount.optional(),
  Status: z.string().optional(),
  SentToContact: z.boolean().optional(),
});

export type LineInput = z.infer<typeof lineInput>;
export type InvoiceInput = z.infer<typeof invoiceInput>;
export type InvoiceStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';

/** An invoice as it is kept: what was sent, and what came of it. Amounts are decimal strings. */
export interface Invoice {
  id: string;
  number?: string;
  type: 'ACCREC' | 'ACCPAY';
  status: InvoiceStatus;
  contactId: string;
  date: string;
  dueDate?: string;
  lineAmountTypes: LineAmountTypes;
  currency: string;
  currencyRate: string;
  lines: InvoiceLine[];
  subTotal: string;
  totalTax: string;
  total: string;
  totalDiscount: string;
  updatedAt: number;
  /** Decimal places of the unit amounts: 2, or 4 when `unitdp=4` was asked for. */
  unitPlaces: number;
  input: InvoiceInput;
}

export interface InvoiceLine {
  id: string;
  description: string;
  quantity: string;
  unitAmount: string;
  lineAmount: string;
  taxAmount: string;
  taxType: string;
  accountCode?: string;
  input: LineInput;
}

/** As the vendor answers it. Lists without a page, and summaries, come without lines. */
export function presentInvoice(invoice: Invoice, contact: Contact, withLines = true) {
  const { input } = invoice;
  const open = invoice.status === 'VOIDED' || invoice.status === 'DELETED' ? '0' : invoice.total;
  return {
    Type: invoice.type,
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number ?? '',
    Reference: input.Reference ?? '',
    Url: input.Url,
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    AmountDue: exactNumber(open),
    AmountPaid: exactNumber(0),
    AmountCredited: exactNumber(0),
    SentToContact: input.SentToContact ?? false,
    CurrencyRate: exactNumber(invoice.currencyRate, 6),
    HasErrors: false,
    IsDiscounted: Number(invoice.totalDiscount) !== 0,
    TotalDiscount: Number(invoice.totalDiscount) === 0 ? undefined : exactNumber(invoice.totalDiscount),
    HasAttachments: false,
    Contact: presentContact(contact),
    DateString: `${invoice.date}T00:00:00`,
    Date: msDate(invoice.date),
    DueDateString: invoice.dueDate && `${invoice.dueDate}T00:00:00`,
    DueDate: invoice.dueDate && msDate(invoice.dueDate),
    Status: invoice.status,
    LineAmountTypes: invoice.lineAmountTypes,
    LineItems: withLines ? invoice.lines.map((line) => presentLine(line, invoice.unitPlaces)) : [],
    SubTotal: exactNumber(invoice.subTotal),
    TotalTax: exactNumber(invoice.totalTax),
    Total: exactNumber(invoice.total),
    UpdatedDateUTC: msTime(invoice.updatedAt),
    UpdatedDateUTCString: `${new Date(invoice.updatedAt).toISOString().slice(0, 19)}Z`,
    CurrencyCode: invoice.currency,
  };
}

export function invoiceFields(invoice: Invoice): Fields {
  return {
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number,
    Type: invoice.type,
    Status: invoice.status,
    Reference: invoice.input.Reference,
    Date: invoice.date,
    DueDate: invoice.dueDate,
    CurrencyCode: invoice.currency,
    UpdatedDateUTC: String(invoice.updatedAt),
  };
}

function presentLine(line: InvoiceLine, unitPlaces: number) {
  const { DiscountRate, DiscountAmount, ItemCode, Tracking = [] } = line.input;
  return {
    LineItemID: line.id,
    Description: line.description,
    ItemCode,
    Quantity: exactNumber(line.quantity, 4),
    UnitAmount: exactNumber(line.unitAmount, unitPlaces),
    DiscountRate: DiscountRate && exactNumber(DiscountRate, 2),
    DiscountAmount: DiscountAmount && exactNumber(DiscountAmount, 2),
    LineAmount: exactNumber(line.lineAmount),
    AccountCode: line.accountCode,
    TaxType: line.taxType,
    TaxAmount: exactNumber(line.taxAmount),
    Tracking,
    ValidationErrors: [],
  };
}
