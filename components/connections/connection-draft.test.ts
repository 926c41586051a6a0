import { describe, expect, it } from 'vitest';
import type { Field } from '#flow/catalog.ts';
import { type ConnectionDraft, inputOf, withValue } from './connection-draft.ts';
import { whyNotRemoved } from './connection-words.ts';

const fields: Field[] = [
  { key: 'address', label: 'Address', type: 'url' },
  { key: 'auth', label: 'Sign in with', type: 'select' },
  { key: 'retries', label: 'Retries', type: 'number', default: 3 },
  { key: 'token', label: 'Token', type: 'secret' },
  { key: 'password', label: 'Password', type: 'secret' },
];
const draft: ConnectionDraft = {
  name: ' Shop ',
  values: { address: ' https://shop.example ', auth: 'bearer', old: 'x' },
};

describe('inputOf', () => {
  it('sends settings, the address apart, and of the secrets only what was typed', () => {
    expect(inputOf(withValue(draft, 'token', 's3cret'), fields)).toEqual({
      name: 'Shop',
      address: 'https://shop.example',
      settings: { auth: 'bearer', retries: 3 },
      secrets: { token: 's3cret' },
    });
  });

  it('takes the address the form offers where none is typed', () => {
    const offered: Field[] = [{ key: 'address', label: 'Address', type: 'url', default: 'https://api.example' }];
    expect(inputOf({ name: 'A', values: {} }, offered).address).toBe('https://api.example');
    expect(inputOf({ name: 'A', values: {} }, fields).address).toBe('');
  });

  it('sends an empty secret to take it away, and nothing for one left alone', () => {
    expect(inputOf(withValue(draft, 'password', ''), fields).secrets).toEqual({ password: '' });
    expect(inputOf(withValue(withValue(draft, 'token', 'x'), 'token', undefined), fields).secrets).toEqual({});
  });
});

describe('words about a connection', () => {
  it('names what uses it', () => {
    expect(whyNotRemoved([])).toBeNull();
    expect(whyNotRemoved([{ name: 'A' }, { name: 'B' }])).toMatch(/^Used by “A”, “B”\. Choose another/);
  });
});
