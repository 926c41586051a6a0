import { beforeEach, describe, expect, it } from 'vitest';
import { createMemories, type Memories, noMemory } from './memory.ts';

let clock: number;
let memories: Memories;
let asked: number;
beforeEach(() => {
  clock = 1_000_000;
  asked = 0;
  memories = createMemories(() => clock);
});

const answer = async () => `answer ${++asked}`;
const memory = (stamp = 'as made', workspace = 'w', connection = 'c') =>
  memories.of(workspace, connection, stamp, () => noMemory.tokens);

describe('an answer', () => {
  it('is asked for once per its time, and again after a failure', async () => {
    await expect(memory().cached('rates', 600, () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await Promise.all([1, 2].map(() => memory().cached('rates', 600, answer)))).toEqual([
      'answer 1',
      'answer 1',
    ]);
    clock += 600_000;
    expect(await memory().cached('rates', 600, answer)).toBe('answer 2');
  });

  it('is one per name', async () => {
    await memory().cached('rates', 600, answer);
    expect(await memory().cached('zone', 600, answer)).toBe('answer 2');
  });
});

describe('what is remembered', () => {
  it('ends with the connection as it was', async () => {
    await memory('as made').cached('rates', 600, answer);
    expect(await memory('as changed').cached('rates', 600, answer)).toBe('answer 2');
    expect(await memory('as changed').cached('rates', 600, answer)).toBe('answer 2');
  });

  it('is kept apart by connection and by workspace', async () => {
    await memory().cached('rates', 600, answer);
    expect(await memory('as made', 'w', 'other').cached('rates', 600, answer)).toBe('answer 2');
    expect(await memory('as made', 'other', 'c').cached('rates', 600, answer)).toBe('answer 3');
  });

  it('can be forgotten', async () => {
    await memory().cached('rates', 600, answer);
    memories.forget('other');
    expect(await memory().cached('rates', 600, answer)).toBe('answer 1');
    memories.forget('c');
    expect(await memory().cached('rates', 600, answer)).toBe('answer 2');
  });
});
