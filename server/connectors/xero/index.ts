import type { Connector } from '../contract.ts';
import { createInvoice, createInvoiceManifest } from './create-invoice/index.ts';
import { findContactAction, findContactManifest } from './find-contact/index.ts';
import { accountOptions, organisationZone, readOrganisation, taxRateOptions } from './organisation.ts';
import { granularScopes } from './token.ts';

const limits = { source: 'https://developer.xero.com/faq/limits', date: '2026-11-20' };

export const xero: Connector = {
  manifest: {
    id: 'xero',
    name: 'Xero',
    monogram: 'X',
    group: 'systems',
    connection: {
      fields: [
        {
          key: 'address',
          label: 'Address',
          type: 'url',
          required: true,
          default: 'https://api.xero.com',
          help: 'Leave it as it is, or sandbox:xero for the practice ledger.',
        },
        {
          key: 'clientId',
          label: 'Client id',
          type: 'text',
          required: true,
          help: 'Of a custom connection, made at developer.xero.com for one organisation.',
        },
        { key: 'clientSecret', label: 'Client secret', type: 'secret', required: true },
        {
          key: 'tenantId',
          label: 'Organisation (tenant id)',
          type: 'text',
          help: 'A custom connection needs none: it belongs to one organisation.',
        },
        {
          key: 'scopes',
          label: 'Scopes',
          type: 'text',
          default: granularScopes,
          help: 'What the connection may do. Apps made since March 2026 may only ask for granular scopes.',
        },
      ],
      limits: [
        { per: 'concurrent', calls: 5, ...limits },
        { per: 'minute', calls: 60, ...limits },
        { per: 'day', calls: 5000, ...limits },
      ],
    },
    operations: [createInvoiceManifest, findContactManifest],
  },

  operations: { 'xero.create-invoice': createInvoice, 'xero.find-contact': findContactAction },

  async test(ctx) {
    const { name, currency, zone } = await readOrganisation(ctx);
    return `Connected to ${name} (${currency}, ${zone}).`;
  },

  options: { accounts: accountOptions, 'tax-rates': taxRateOptions },

  zone: organisationZone,
};
