import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';

const money = (title: string, description?: string): JsonSchema => ({
  type: 'number',
  format: 'decimal',
  title,
  description,
});
const text = (title: string, more: Partial<JsonSchema> = {}): JsonSchema => ({ type: 'string', title, ...more });
const day = (title: string, description?: string): JsonSchema => ({
  type: 'string',
  format: 'date',
  title,
  description,
});

/** What a map in front of the step fills. Names are Xero's own. */
export const invoiceInput: JsonSchema = {
  type: 'object',
  title: 'Invoice',
  required: ['InvoiceNumber', 'Contact', 'LineItems'],
  properties: {
    Type: text('Type', {
      enum: ['ACCREC', 'ACCPAY'],
      default: 'ACCREC',
      description: 'ACCREC is a sales invoice, ACCPAY a bill.',
    }),
    InvoiceNumber: text('Invoice number', {
      maxLength: 255,
      minLength: 1,
      description: 'The same for the same order, always: Xero takes each number of a sales invoice once.',
    }),
    Reference: text('Reference', { description: 'Sales invoices only.' }),
    Url: text('Url', { format: 'uri', description: 'Where “Go to source” leads in Xero.' }),
    Contact: {
      type: 'object',
      title: 'Contact',
      required: ['Name'],
      properties: {
        Name: text('Name', { maxLength: 255, minLength: 1 }),
        EmailAddress: text('Email', { format: 'email', maxLength: 255 }),
        ContactNumber: text('Contact number', {
          maxLength: 50,
          description: 'The customer’s id in the other system. The contact is found by it first, then by email.',
        }),
      },
    },
    Date: day('Date', 'A day in the organisation’s time zone.'),
    DueDate: day('Due date', 'Needed to approve an invoice.'),
    CurrencyCode: text('Currency', { maxLength: 3, minLength: 3 }),
    LineAmountTypes: text('Line amounts are', { enum: ['Exclusive', 'Inclusive', 'NoTax'], default: 'Exclusive' }),
    Status: text('Status', { enum: ['DRAFT', 'SUBMITTED', 'AUTHORISED'], default: 'DRAFT' }),
    LineItems: {
      type: 'array',
      title: 'Lines',
      items: {
        type: 'object',
        title: 'Line',
        required: ['Description', 'UnitAmount'],
        properties: {
          Description: text('Description', { minLength: 1 }),
          Quantity: money('Quantity', 'One when absent.'),
          UnitAmount: money('Unit amount', 'Price of one piece; up to four decimals.'),
          DiscountAmount: money('Discount', 'Off the whole line.'),
          TaxAmount: money('Tax', 'The order’s own tax. Without it Xero computes one from the rate.'),
          AccountCode: text('Account code'),
          TaxType: text('Tax type'),
          ItemCode: text('Item code', { maxLength: 30 }),
        },
      },
    },
    Total: money('Total of the order', 'Not sent. The lines must come to it, or the invoice is not sent either.'),
  },
};

/** The invoice as Xero keeps it. */
export const invoiceOutput: JsonSchema = {
  type: 'object',
  title: 'Invoice',
  properties: {
    InvoiceID: text('Id'),
    InvoiceNumber: text('Invoice number'),
    Type: text('Type'),
    Status: text('Status'),
    Reference: text('Reference'),
    Contact: {
      type: 'object',
      title: 'Contact',
      properties: { ContactID: text('Id'), Name: text('Name'), EmailAddress: text('Email') },
    },
    Date: day('Date'),
    DueDate: day('Due date'),
    CurrencyCode: text('Currency'),
    LineAmountTypes: text('Line amounts are'),
    LineItems: {
      type: 'array',
      title: 'Lines',
      items: {
        type: 'object',
        title: 'Line',
        properties: {
          LineItemID: text('Id'),
          Description: text('Description'),
          Quantity: money('Quantity'),
          UnitAmount: money('Unit amount'),
          LineAmount: money('Line amount'),
          TaxAmount: money('Tax'),
          TaxType: text('Tax type'),
          AccountCode: text('Account code'),
        },
      },
    },
    SubTotal: money('Without tax'),
    TotalTax: money('Tax'),
    Total: money('Total'),
    AmountDue: money('Due'),
  },
};

export const invoiceSample: Json = {
  InvoiceID: '0b6f6a0e-5a3e-4c58-9e5b-7d2f0a4c1e11',
  InvoiceNumber: 'SH-1042',
  Type: 'ACCREC',
  Status: 'DRAFT',
  Reference: '#1042',
  Contact: {
    ContactID: '5e1c7d2a-97b4-4b0f-8a41-2f6d3c9b8e22',
    Name: 'Amelie Brandt',
    EmailAddress: 'amelie@example.com',
  },
  Date: '2026-11-20',
  DueDate: '2026-12-04',
  CurrencyCode: 'EUR',
  LineAmountTypes: 'Exclusive',
  LineItems: [
    {
      LineItemID: '1f0d5c3b-6a7e-4d2c-b8f9-0e1a2b3c4d33',
      Description: 'Oak stool',
      Quantity: 2,
      UnitAmount: 64.5,
      LineAmount: 129,
      TaxAmount: 24.51,
      TaxType: 'TAX001',
      AccountCode: '200',
    },
  ],
  SubTotal: 129,
  TotalTax: 24.51,
  Total: 153.51,
  AmountDue: 153.51,
};
