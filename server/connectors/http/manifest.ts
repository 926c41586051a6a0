import { type ConnectorManifest, inPort, outPort } from '#flow/catalog.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const manifest: ConnectorManifest = {
  id: 'http',
  name: 'HTTP',
  monogram: 'H',
  group: 'systems',
  connection: {
    optional: true,
    fields: [
      { key: 'address', label: 'Address', type: 'url', required: true, placeholder: 'https://api.example.com' },
      {
        key: 'auth',
        label: 'Sign in with',
        type: 'select',
        default: 'none',
        options: [
          { value: 'none', label: 'Nothing' },
          { value: 'bearer', label: 'A token (Authorization: Bearer)' },
          { value: 'basic', label: 'User and password (Authorization: Basic)' },
          { value: 'header', label: 'A header of its own' },
        ],
      },
      { key: 'token', label: 'Token', type: 'secret', when: { field: 'auth', is: ['bearer'] } },
      { key: 'user', label: 'User', type: 'text', when: { field: 'auth', is: ['basic'] } },
      { key: 'password', label: 'Password', type: 'secret', when: { field: 'auth', is: ['basic'] } },
      {
        key: 'headerName',
        label: 'Header',
        type: 'text',
        placeholder: 'x-api-key',
        when: { field: 'auth', is: ['header'] },
      },
      { key: 'headerValue', label: 'Its value', type: 'secret', when: { field: 'auth', is: ['header'] } },
      {
        key: 'allowPrivate',
        label: 'Private addresses',
        type: 'boolean',
        default: false,
        help: 'Lets this connection reach addresses inside your own network.',
      },
    ],
    limits: [],
  },
  operations: [
    {
      id: 'http.request',
      name: 'HTTP request',
      detail: 'any method',
      summary: 'Sends a request to any address. What it answers is the body of the next message.',
      kind: 'action',
      effect: 'unsafe',
      shape: 'system',
      fields: [
        {
          key: 'method',
          label: 'Method',
          type: 'select',
          required: true,
          default: 'POST',
          options: methods.map((value) => ({ value, label: value })),
        },
        {
          key: 'url',
          label: 'Address',
          type: 'text',
          required: true,
          placeholder: '/orders/{id}',
          help: 'A path below the connection’s address, or a whole address. {customer.id} stands for a value of the message.',
        },
        { key: 'query', label: 'Query', type: 'pairs' },
        {
          key: 'headers',
          label: 'Headers',
          type: 'pairs',
          help: 'Seen by everybody who sees the flow: no secrets here.',
        },
        {
          key: 'repeats',
          label: 'If the same request comes twice',
          type: 'select',
          default: 'unsafe',
          options: [
            { value: 'unsafe', label: 'The target acts twice' },
            { value: 'keyed', label: 'The target knows it by the Idempotency-Key header' },
            { value: 'idempotent', label: 'The second one changes nothing' },
          ],
          help: 'Decides what happens when the outcome of a request is unknown: ask a person, or send it again.',
          when: { field: 'method', is: ['POST', 'PATCH'] },
        },
        { key: 'timeout', label: 'Seconds to wait for the answer', type: 'number', default: 30 },
        {
          key: 'schema',
          label: 'JSON Schema of the answer',
          type: 'json',
          help: 'Optional. Mappers behind this node show its fields; draft 4 to 2020-12, or a schema of OpenAPI 3.',
        },
      ],
      inputs: [inPort],
      outputs: [outPort],
      outputFrom: 'schema',
    },
  ],
};
