import { blocksOf } from './blocks.ts';

const rounds = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));
const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

/** MD5 of a text's UTF-8 (RFC 1321). */
export function md5(text: string): Uint8Array {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (const words of blocksOf(text, 'little')) {
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (let index = 0; index < 64; index++) {
      const [mixed, word] = step(Math.floor(index / 16), index, b, c, d);
      const sum = (a + mixed + rounds[index]! + words[word]!) | 0;
      const turn = turns[Math.floor(index / 16)]![index % 4]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
    }
    for (const [index, word] of [a, b, c, d].entries()) state[index] = state[index]! + word;
  }
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of state.entries()) view.setUint32(index * 4, word, true);
  return bytes;
}

function step(round: number, index: number, b: number, c: number, d: number): [mixed: number, word: number] {
  switch (round) {
    case 0:
      return [(b & c) | (~b & d), index];
    case 1:
      return [(d & b) | (~d & c), (5 * index + 1) % 16];
    case 2:
      return [b ^ c ^ d, (3 * index + 5) % 16];
    default:
      return [c ^ (b | ~d), (7 * index) % 16];
  }
}
