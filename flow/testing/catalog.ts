import {
  type Catalog,
  type ConnectorManifest,
  type Field,
  inPort,
  type OperationManifest,
  outPort,
  type Port,
} from '../catalog.ts';
import { readableName } from './names.ts';

/** A small catalog with every kind of operation and field; the vendors in it do not exist beyond their names. */
export const testCatalog: Catalog = {
  connectors: [
    system('shopify', [
      operation('shopify.order-placed', { kind: 'trigger', inputs: [] }),
      operation('shopify.get-order', {
        effect: 'read',
        fields: [{ key: 'order', label: 'Order', type: 'expression' }],
      }),
    ]),
    system('xero', [
      operation('xero.create-invoice', { effect: 'keyed', fields: invoiceFields() }),
      operation('xero.find-contact', { effect: 'read' }),
    ]),
    system('crm', [
      operation('crm.upsert-customer'),
      operation('crm.customer-changed', { kind: 'trigger', inputs: [] }),
    ]),
    system('warehouse', [
      operation('warehouse.pick-list'),
      operation('warehouse.stock-changed', { kind: 'trigger', inputs: [] }),
    ]),
    system('reports', [operation('reports.load-rows', { shape: 'store' })]),
    {
      ...system('schedule', [
        operation('schedule.every', {
          kind: 'trigger',
          start: 'schedule',
          inputs: [],
          effect: 'none',
          shape: 'start',
          fields: [{ key: 'at', label: 'Start', type: 'cron' }],
        }),
      ]),
      connection: undefined,
      group: 'start',
    },
    {
      ...system('webhook', [
        operation('webhook.received', {
          kind: 'trigger',
          inputs: [],
          effect: 'none',
          shape: 'start',
          fields: [{ key: 'keyPath', label: 'Path of the key', type: 'text' }],
        }),
      ]),
      connection: { fields: [], limits: [], optional: true },
      group: 'start',
    },
    {
      ...system('logic', [
        logic('logic.pass'),
        logic('logic.map', { fields: [{ key: 'mapping', label: 'Map', type: 'mapping' }] }),
        logic('logic.filter', {
          fields: [
            { key: 'condition', label: 'Condition', type: 'expression', required: true },
            { key: 'rules', label: 'Rules', type: 'rules', options: [{ value: 'equals', label: 'equals' }] },
          ],
        }),
        logic('logic.route', {
          shape: 'router',
          fields: [{ key: 'rules', label: 'Rules', type: 'rules' }],
          outputs: [{ id: 'otherwise', label: 'otherwise' }],
          outputsFrom: 'rules',
        }),
        logic('logic.merge', { inputs: ports('left', 'right') }),
      ]),
      connection: undefined,
      group: 'logic',
    },
    { ...system('broker', [operation('broker.publish', { shape: 'topic' })]), group: 'structure' },
    { ...system('hub', [logic('hub.customer', { shape: 'hub' })]), connection: undefined, group: 'structure' },
  ],
};

function system(id: string, operations: OperationManifest[]): ConnectorManifest {
  const address: Field = { key: 'address', label: 'Address', type: 'url', required: true };
  return {
    id,
    name: readableName(id),
    monogram: id.charAt(0).toUpperCase(),
    group: 'systems',
    connection: { fields: [address], limits: [] },
    operations,
  };
}

function operation(id: string, change: Partial<OperationManifest> = {}): OperationManifest {
  const name = readableName(id.slice(id.indexOf('.') + 1));
  return {
    id,
    name,
    detail: id,
    summary: `${name}.`,
    kind: 'action',
    effect: 'idempotent',
    shape: 'system',
    fields: [],
    inputs: [inPort],
    outputs: [outPort],
    ...change,
  };
}

function logic(id: string, change: Partial<OperationManifest> = {}): OperationManifest {
  return operation(id, { kind: 'step', effect: 'none', shape: 'transform', ...change });
}

function ports(...ids: string[]): Port[] {
  return ids.map((id) => ({ id, label: id }));
}

function invoiceFields(): Field[] {
  const options = [
    { value: 'DRAFT', label: 'Draft' },
    { value: 'AUTHORISED', label: 'Authorised' },
  ];
  return [
    { key: 'accountCode', label: 'Account code', type: 'select', live: 'accounts', required: true },
    { key: 'status', label: 'Status', type: 'select', options, default: 'DRAFT', required: true },
    { key: 'dueDays', label: 'Due days', type: 'number' },
    { key: 'sendMail', label: 'Send mail', type: 'boolean' },
    { key: 'mailText', label: 'Mail text', type: 'long-text', required: true, when: { field: 'sendMail', is: [true] } },
    { key: 'extra', label: 'Extra fields', type: 'json' },
    { key: 'headers', label: 'Headers', type: 'pairs' },
    { key: 'reference', label: 'Reference', type: 'text' },
  ];
}
