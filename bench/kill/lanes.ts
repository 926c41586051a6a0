import { connectSink, flowText, type Product, publishFlow } from '../product.ts';
import type { Sent } from './verdict.ts';

/** A published flow, and what must become of an order that it takes. */
export interface Lane {
  name: string;
  flow: string;
  hook: string;
  /** The body of an order, and where its parts must arrive. */
  order(name: string): { body: object; expects: Sent['expects'] };
}

interface Drawing {
  name: string;
  drawn: Parameters<typeof flowText>[1];
  order: Lane['order'];
}

const linesPerOrder = 3;

const whole =
  (...paths: string[]): Lane['order'] =>
  (name) => ({ body: { thing: name }, expects: paths.map((path) => ({ path, thing: name })) });

const parted =
  (...paths: string[]): Lane['order'] =>
  (name) => {
    const lines = Array.from({ length: linesPerOrder }, (_, i) => ({ thing: `${name}.${i + 1}` }));
    return {
      body: { thing: name, lines },
      expects: paths.flatMap((path) => lines.map(({ thing }) => ({ path, thing }))),
    };
  };

/** Every second order is one that the flow lets end. */
const everySecond =
  (path: string): Lane['order'] =>
  (name) => {
    const paid = Number(name.slice(1)) % 2 === 0;
    return { body: { thing: name, paid }, expects: paid ? [{ path, thing: name }] : [] };
  };

/**
 * Flows of every kind of step: keyed and unsafe effects, two in a row, an effect fed by what was read, a join over a slow
 * target, a fan-out, a filter, a split, a split whose parts take two ways and are collected again.
 */
export async function drawLanes(to: Product, sinkUrl: string): Promise<Lane[]> {
  const connection = await connectSink(to, sinkUrl);
  const request = (id: string, config: object, leads: string[]) => ({
    ...{ id, operation: 'http.request', config: config as Record<string, string>, connection },
    ...(leads.length > 0 ? { to: { out: leads } } : {}),
  });
  const post = (id: string, url: string, repeats: string, ...leads: string[]) =>
    request(id, { method: 'POST', url, repeats }, leads);
  const drawings: Drawing[] = [
    {
      name: 'keyed',
      drawn: [hook('map'), map('map', 'send'), post('send', '/keyed/one', 'keyed')],
      order: whole('/keyed/one'),
    },
    {
      name: 'unsafe',
      drawn: [hook('send'), post('send', '/unsafe/one', 'unsafe')],
      order: whole('/unsafe/one'),
    },
    {
      name: 'join',
      drawn: [
        hook('left', 'right'),
        pass('left', 'send'),
        pass('right', 'send'),
        post('send', '/keyed/slow-join', 'keyed'),
      ],
      order: whole('/keyed/slow-join'),
    },
    {
      name: 'fan-out',
      drawn: [
        hook('first', 'pass'),
        post('first', '/keyed/first', 'keyed'),
        pass('pass', 'second'),
        post('second', '/keyed/second', 'keyed'),
      ],
      order: whole('/keyed/first', '/keyed/second'),
    },
    {
      name: 'read',
      drawn: [
        hook('read'),
        request('read', { method: 'GET', url: '/read/{thing}' }, ['send']),
        post('send', '/keyed/after-read', 'keyed', 'then'),
        post('then', '/unsafe/after-keyed', 'unsafe'),
      ],
      order: whole('/keyed/after-read', '/unsafe/after-keyed'),
    },
    {
      name: 'filter',
      drawn: [
        hook('paid'),
        pass('paid', 'send', { path: 'paid', is: 'is true' }),
        post('send', '/keyed/paid', 'keyed'),
      ],
      order: everySecond('/keyed/paid'),
    },
    {
      name: 'split',
      drawn: [hook('lines'), split('lines', 'send'), post('send', '/keyed/slow-lines', 'keyed')],
      order: parted('/keyed/slow-lines'),
    },
    {
      name: 'aggregate',
      drawn: [
        hook('lines'),
        split('lines', 'odd'),
        {
          ...{ id: 'odd', operation: 'logic.route', to: { odd: ['send'], otherwise: ['pass'] } },
          config: { rules: [{ port: 'odd', path: 'thing', is: 'contains', value: '.1' }] },
        },
        post('send', '/keyed/slow-odd', 'keyed', 'all'),
        pass('pass', 'all'),
        { id: 'all', operation: 'logic.aggregate', to: { out: ['keep'] } },
        post('keep', '/keyed/collected', 'keyed'),
      ],
      order: (name) => {
        const { body, expects } = parted('/keyed/collected')(name);
        return { body, expects: [...expects, { path: '/keyed/slow-odd', thing: `${name}.1` }] };
      },
    },
  ];
  const made: Lane[] = [];
  for (const { name, drawn, order } of drawings) {
    const { id, hook: address } = await publishFlow(to, name, flowText(name, drawn));
    made.push({ name, order, flow: id, hook: address });
  }
  return made;
}

const hook = (...leads: string[]) => ({
  ...{ id: 'hook', operation: 'webhook.received', to: { out: leads } },
  config: { verification: 'none', idPath: 'thing', keyPath: 'thing' },
});

const pass = (id: string, lead: string, rule: object = { path: 'thing', is: 'is not empty' }) => ({
  ...{ id, operation: 'logic.filter', to: { out: [lead] } },
  config: { rules: [rule as Record<string, string>] },
});

const split = (id: string, lead: string) => ({
  ...{ id, operation: 'logic.split', config: { path: 'lines' }, to: { out: [lead] } },
});

const map = (id: string, lead: string) => ({
  ...{ id, operation: 'logic.map', to: { out: [lead] } },
  config: {
    mapping: {
      format: 1,
      rows: [{ kind: 'field', id: 'r', target: ['thing'], rule: { kind: 'path', from: 'item', path: ['thing'] } }],
    },
  },
});
