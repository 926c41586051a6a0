import { describe, expect, it } from 'vitest';
import { refusalOf } from './guard.ts';

type Headers = Record<string, string | undefined>;

const local = { port: 3000 };
const proxied = { port: 3000, publicUrl: 'https://flows.example.com' };
const onEighty = { port: 80 };
const post = { method: 'POST' };

describe('a request is let in', () => {
  it.each<[string, Headers, typeof proxied | typeof local, { method: string }?]>([
    ['at localhost', { host: 'localhost:3000' }, local],
    ['at 127.0.0.1', { host: '127.0.0.1:3000' }, local],
    ['at ::1', { host: '[::1]:3000' }, local],
    ['in capitals', { host: 'LocalHost:3000' }, local],
    ['without a port where the port is 80', { host: 'localhost', origin: 'http://localhost' }, onEighty, post],
    ['at PUBLIC_URL', { host: 'flows.example.com' }, proxied],
    ['at the loopback also where there is a PUBLIC_URL', { host: 'localhost:3000' }, proxied],
    ['from a page of its own', { host: 'localhost:3000', origin: 'http://localhost:3000' }, local, post],
    ['from a page at PUBLIC_URL', { host: 'flows.example.com', origin: 'https://flows.example.com' }, proxied, post],
    ['from no browser', { host: '127.0.0.1:3000' }, local, post],
    ['when the person typed the address', { host: 'localhost:3000', 'sec-fetch-site': 'none' }, local],
    ['when the person followed a link', { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' }, local],
  ])('%s', (_words, headers, own, { method } = { method: 'GET' }) => {
    expect(refusalOf({ method, headers }, own)).toBeUndefined();
  });
});

describe('a request is refused', () => {
  it.each<[string, Headers, typeof proxied | typeof local, { method: string }?]>([
    ['without a Host', {}, local],
    ['under a name that was bound anew to this machine', { host: 'evil.example:3000' }, local],
    ['under a name that only begins like ours', { host: 'localhost.evil.example:3000' }, local],
    ['under a name that only ends like ours', { host: 'evil-localhost:3000' }, local],
    ['under our name with a dot', { host: 'localhost.:3000' }, local],
    ['at another port', { host: 'localhost:3001' }, local],
    ['without the port', { host: 'localhost' }, local],
    ['at another address of this machine', { host: '192.168.1.7:3000' }, local],
    ['at the public name where none is set', { host: 'flows.example.com' }, local],
    ['at the public name with another port', { host: 'flows.example.com:3000' }, proxied],
    ['from another site', { host: 'localhost:3000', origin: 'https://evil.example' }, local, post],
    ['from another port of this machine', { host: 'localhost:3000', origin: 'http://localhost:5173' }, local, post],
    ['from our name over another scheme', { host: 'localhost:3000', origin: 'https://localhost:3000' }, local, post],
    [
      'from the public name over http',
      { host: 'flows.example.com', origin: 'http://flows.example.com' },
      proxied,
      post,
    ],
    ['from nowhere in particular', { host: 'localhost:3000', origin: 'null' }, local, post],
    ['with an Origin that is none', { host: 'localhost:3000', origin: '' }, local, post],
    [
      'also to read, when it says that another site asks',
      { host: 'localhost:3000', origin: 'http://evil.example' },
      local,
    ],
    [
      'from another site that hides its Origin',
      { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' },
      local,
      post,
    ],
    ['from a neighbour that hides its Origin', { host: 'localhost:3000', 'sec-fetch-site': 'same-site' }, local, post],
  ])('%s', (_words, headers, own, { method } = { method: 'GET' }) => {
    expect(refusalOf({ method, headers }, own)).toMatch(/\w+ \w+/);
  });

  it('with the way out in words', () => {
    expect(refusalOf({ method: 'GET', headers: { host: 'wheel.local:3000' } }, local)).toBe(
      "This address (wheel.local:3000) is not the app's own. Open http://localhost:3000, or set PUBLIC_URL to the address people use.",
    );
  });
});
