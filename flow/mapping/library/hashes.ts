import { define, type MappingFunction } from './define.ts';
import { md5 } from './md5.ts';
import { hexOf, sha256 } from './sha256.ts';

const text = { name: 'text', type: 'text' } as const;

/** The same text always gives the same; none of these is for secrets. */
export const hashFunctions: MappingFunction[] = [
  define({
    name: 'sha256',
    group: 'hash',
    parameters: [text],
    gives: 'string',
    summary: 'SHA-256 of a text’s UTF-8, as 64 hexadecimal digits.',
    examples: [
      { code: '$sha256("")', gives: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      { code: '$substring($sha256("abc"), 0, 8)', gives: 'ba7816bf' },
    ],
    call: ([value]) => hexOf(sha256(value)),
  }),
  define({
    name: 'md5',
    group: 'hash',
    parameters: [text],
    gives: 'string',
    summary:
      'MD5 of a text’s UTF-8, as some systems ask for an e-mail address; never for anything that has to be safe.',
    examples: [{ code: '$md5("ida@example.com")', gives: '449b53c3dd6752be7ec521753f7bbf7f' }],
    call: ([value]) => hexOf(md5(value)),
  }),
  define({
    name: 'uuid',
    group: 'hash',
    parameters: [text, { name: 'namespace', type: 'text', optional: true }],
    gives: 'string',
    summary: 'An id in the form of a UUID (version 8), made from a text: the same text and namespace give the same id.',
    examples: [{ code: '$uuid("order 1002", "shop") = $uuid("order 1002", "shop")', gives: true }],
    call: ([value, namespace = '']) => uuidOf(hexOf(sha256(`${namespace}\n${value}`))),
  }),
  define({
    name: 'shortId',
    group: 'hash',
    parameters: [text, { name: 'length', type: 'number', optional: true }],
    gives: 'string',
    summary:
      'A short id of digits and capital letters made from a text (10 characters, 26 at most), without I, L, O and U.',
    examples: [{ code: '$length($shortId("order 1002"))', gives: 10 }],
    call: ([value, length = 10]) => base32(sha256(value)).slice(0, Math.min(26, Math.max(4, Math.floor(length)))),
  }),
];

function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += digits[(held >> bits) & 31];
    }
  }
  return text;
}
