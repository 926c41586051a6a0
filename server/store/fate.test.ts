import { describe, expect, it } from 'vitest';
import { indexGraph } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import { type End, fateOf } from './fate.ts';

//  start ──▶ map ──▶ put ──▶ (end)
//              └───▶ post ─▶ last
const arrows = ['start>map', 'map>put', 'map>post', 'post>last'];
const index = indexGraph({
  nodes: ['start', 'map', 'put', 'post', 'last'].map((id) => ({ id })),
  edges: arrows.map((arrow, i) => {
    const [from = '', to = ''] = arrow.split('>');
    return { id: `e${i}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } };
  }),
});

const finished = (node: string): Event => ({
  ...{
    type: 'step-finished',
    node,
    at: 0,
    ms: 0,
    in: 1,
    out: { out: 1 },
    filtered: 0,
    parked: 0,
    waiting: 0,
    samples: [],
  },
});
const intended = (node: string, ...messages: string[]): Event => ({ type: 'effects-intended', node, at: 0, messages });
const skipped = (node: string): Event => ({ type: 'step-skipped', node });
const end = (node: string, state: string, leg = 'm/map.out.0'): End => ({ leg, node, state });

const cases: [words: string, events: Event[], ends: End[], fate: ReturnType<typeof fateOf>][] = [
  ['not begun', [], [], { fate: 'cancelled' }],
  ['only mapped so far', [finished('start'), finished('map')], [], { fate: 'cancelled' }],
  [
    'delivered one way, the other still to come',
    ['start', 'map', 'put'].map(finished),
    [end('put', 'delivered')],
    { fate: 'cancelled' },
  ],
  [
    'delivered both ways to the end',
    ['start', 'map', 'put', 'post', 'last'].map(finished),
    [end('put', 'delivered'), end('last', 'delivered', 'm/map.out.0/post.out.0')],
    { fate: 'through' },
  ],
  [
    'through its own part of a batch, whose step has not ended',
    ['start', 'map', 'put'].map(finished).concat(skipped('last')),
    [end('put', 'delivered'), end('post', 'delivered')],
    { fate: 'through' },
  ],
  [
    'delivered by a step that has not ended, and still before the next',
    ['start', 'map', 'put'].map(finished),
    [end('put', 'delivered'), end('post', 'delivered')],
    { fate: 'cancelled' },
  ],
  [
    'parked at the step before, so that nothing of it comes further',
    [finished('start'), finished('map')],
    [end('map', 'parked', 'm')],
    { fate: 'through' },
  ],
  [
    'waiting elsewhere for another try',
    ['start', 'map', 'put'].map(finished),
    [end('put', 'delivered'), end('post', 'in-flight')],
    { fate: 'through' },
  ],
  [
    'on its way to an unsafe target, with nothing on record',
    [finished('start'), finished('map'), intended('post', 'm/map.out.0')],
    [],
    { fate: 'unknown', at: 'post' },
  ],
  [
    'intended and recorded',
    [
      finished('start'),
      finished('map'),
      finished('put'),
      intended('post', 'm/map.out.0'),
      finished('post'),
      finished('last'),
    ],
    [end('post', 'delivered'), end('put', 'delivered')],
    { fate: 'through' },
  ],
  ['not the one that was intended', [finished('start'), intended('post', 'm2/map.out.0')], [], { fate: 'cancelled' }],
  [
    'everywhere, but nothing says where it is',
    ['start', 'map', 'put', 'post', 'last'].map(finished),
    [],
    { fate: 'cancelled' },
  ],
];

describe('a message whose leg is cancelled', () => {
  it.each(cases)('%s', (_words, events, ends, fate) => {
    expect(fateOf({ index, from: 'start', events, message: 'm', ends })).toEqual(fate);
  });
});
