import { beforeEach, describe, expect, it } from 'vitest';
import { createMemories, type Memories } from './memory.ts';

let clock: number;
let memories: Memories;
let asked: number;
beforeEach(() => {
  clock = 1_000_000;
  asked = 0;
  memories = createMemories(() => clock);
});

const token =
  (seconds = 100) =>
  async () => ({ value: `token ${++asked}`, expiresInSeconds: seconds });
const answer = async () => `answer ${++asked}`;
const memory = (stamp = 'as made') => memories.of('w', 'c', stamp);

describe('a token', () => {
  it('is fetched once for all who ask at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => memory().token('access', token())));
    expect(all).toEqual(['token 1', 'token 1', 'token 1']);
  });

  it('is kept until it expires', async () => {
    await memory().token('access', token(100));
    clock += 99_999;
    expect(await memory().token('access', token())).toBe('token 1');
    clock += 1;
    expect(await memory().token('access', token())).toBe('token 2');
  });

  it('that was refused is fetched anew, once for all who were refused', async () => {
    await memory().token('access', token());
    const fresh = await Promise.all([1, 2, 3].map(() => memory().token('access', token(), true)));
    expect(fresh).toEqual(['token 2', 'token 2', 'token 2']);
    expect(await memory().token('access', token())).toBe('token 2');
  });

  it('that could not be fetched is asked for again', async () => {
    const failing = () => Promise.reject(new Error('busy'));
    await expect(memory().token('access', failing)).rejects.toThrow('busy');
    expect(await memory().token('access', token())).toBe('token 1');
  });

  it('is one per name', async () => {
    await memory().token('read', token());
    expect(await memory().token('write', token())).toBe('token 2');
  });
});

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
});

describe('what is remembered', () => {
  it('ends with the connection as it was', async () => {
    await memory('as made').token('access', token());
    expect(await memory('as changed').token('access', token())).toBe('token 2');
    expect(await memory('as changed').token('access', token())).toBe('token 2');
  });

  it('is kept apart by connection and by workspace', async () => {
    await memory().token('access', token());
    expect(await memories.of('w', 'other', 'as made').token('access', token())).toBe('token 2');
    expect(await memories.of('other', 'c', 'as made').token('access', token())).toBe('token 3');
  });

  it('can be forgotten', async () => {
    await memory().token('access', token());
    memories.forget('other');
    expect(await memory().token('access', token())).toBe('token 1');
    memories.forget('c');
    expect(await memory().token('access', token())).toBe('token 2');
  });
});
