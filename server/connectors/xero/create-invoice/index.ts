import { inPort, type OperationManifest, outPort } from '#flow/catalog.ts';
import type { Action } from '../../contract.ts';
import { sendInvoice } from './perform.ts';
import { prepareInvoice } from './prepare.ts';
import { invoiceInput, invoiceOutput, invoiceSample } from './schemas.ts';

export const createInvoiceManifest: OperationManifest = {
  id: 'xero.create-invoice',
  name: 'Create invoice',
  detail: 'PUT /Invoices',
  summary:
    'Makes a sales invoice or a bill, once per invoice number. An invoice whose lines do not come to the order’s total is parked, not sent.',
  kind: 'action',
  effect: 'keyed',
  shape: 'system',
  fields: [
    {
      key: 'status',
      label: 'Status',
      type: 'select',
      default: 'mapped',
      options: [
        { value: 'mapped', label: 'As mapped, else a draft' },
        { value: 'DRAFT', label: 'Always a draft' },
        { value: 'AUTHORISED', label: 'Always approved' },
      ],
    },
    {
      key: 'account',
      label: 'Account',
      type: 'select',
      live: 'accounts',
      help: 'For lines that the map gives no account code.',
    },
    {
      key: 'taxType',
      label: 'Tax rate',
      type: 'select',
      live: 'tax-rates',
      help: 'For lines that the map gives no tax type. Without one the account’s own rate applies.',
    },
    {
      key: 'contact',
      label: 'Contact',
      type: 'select',
      default: 'create',
      options: [
        { value: 'create', label: 'By number, else by email, else a new one' },
        { value: 'existing', label: 'Only one that Xero already has' },
      ],
    },
  ],
  inputs: [inPort],
  outputs: [outPort],
  input: invoiceInput,
  output: invoiceOutput,
  sample: invoiceSample,
};

export const createInvoice: Action = { kind: 'action', prepare: prepareInvoice, perform: sendInvoice };
