import { describe, expect, it } from 'vitest';
import { backlogLane, laneOf, orderKey, orderOf } from './lane.ts';

describe('the key that order is kept by', () => {
  it.each([
    ['none', '#1', undefined],
    ['per-key', '#1', '#1'],
    ['per-key', '', undefined],
    ['per-key', undefined, undefined],
    ['strict', '#1', ''],
    ['strict', undefined, ''],
  ] as const)('is, with order %s and key %s, %j', (order, key, expected) => {
    expect(orderKey(order, key)).toBe(expected);
  });
});

describe('the lane of a key', () => {
  it('never changes, whatever else does: runs that are live were placed by it', () => {
    expect(['', '#1001', '#1002', 'Grüße', '😀', undefined].map(laneOf)).toMatchInlineSnapshot(`
      [
        "s",
        "k48",
        "k41",
        "k56",
        "k56",
        undefined,
      ]
    `);
  });

  it('is one of 64, all of them used', () => {
    const used = new Set(Array.from({ length: 1000 }, (_, i) => laneOf(`#${i}`)));
    expect(used.size).toBe(64);
  });
});

describe('the lane of a step’s own backlog', () => {
  it.each([
    ['', 'none', 'put#s'],
    ['#1001', 'x', 'put#k0'],
    [undefined, 'x', 'put#3'],
  ])('is, for the key %j and the message %s, %s', (key, id, lane) => {
    expect(backlogLane('put', 4, key, id)).toBe(lane);
  });
});

describe('the order that a lane keeps', () => {
  it.each([
    ['s', 'strict'],
    ['k12', 'per-key'],
    ['put#s', 'strict'],
    ['put#k3', 'per-key'],
    ['sink#3', 'none'],
    [undefined, 'none'],
  ] as const)('%s: %s', (lane, order) => {
    expect(orderOf(lane)).toBe(order);
  });
});
