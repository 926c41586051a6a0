import { BlockList, isIP } from 'node:net';

/**
 * Whether an address may be reached from the machine we run on but not from outside: loopback, private, link-local
 * (where clouds answer with credentials), shared, multicast, reserved, and every way to write a v4 one as v6.
 * Anything that is no address counts as inside.
 */
export function isInside(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return true;
  return family === 4 ? inside.check(bare, 'ipv4') : inside.check(bare, 'ipv6') || hidesInside(bare);
}

const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6');

/** v4 carried in v6: mapped, compatible, translated (64:ff9b) and 6to4 (2002). */
function hidesInside(address: string): boolean {
  const words = wordsOf(address);
  const v4 = (high = 0, low = 0) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  const [first, second] = words;
  if (first === 0x2002) return inside.check(v4(second, words[2]), 'ipv4');
  const zeros = words.slice(0, 5).every((word) => word === 0);
  const carriesLast =
    (zeros && (words[5] === 0 || words[5] === 0xffff)) ||
    (first === 0 && words.slice(0, 4).every((word) => word === 0) && words[4] === 0xffff) ||
    (first === 0x64 && second === 0xff9b);
  return carriesLast && inside.check(v4(words[6], words[7]), 'ipv4');
}

/** The eight words of a v6 address, however it is abbreviated. */
function wordsOf(address: string): number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) => (part ? part.split(':').map((word) => Number.parseInt(word, 16)) : []);
  if (tail === undefined) return parse(head);
  const left = parse(head);
  const right = parse(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
