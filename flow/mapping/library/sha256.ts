import { blocksOf } from './blocks.ts';

/** The first 32 bits behind the point of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const { rounds, starts } = constants();

/** SHA-256 of a text's UTF-8 (FIPS 180-4). Written here because the platform's own has to be waited for. */
export function sha256(text: string): Uint8Array {
  const state = Uint32Array.from(starts);
  const words = new Uint32Array(64);
  for (const block of blocksOf(text, 'big')) {
    words.set(block);
    for (let index = 16; index < 64; index++) {
      const [a, b] = [words[index - 15]!, words[index - 2]!];
      const small = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
      const large = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
      words[index] = words[index - 16]! + small + words[index - 7]! + large;
    }
    mix(state, words);
  }
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of state.entries()) view.setUint32(index * 4, word);
  return bytes;
}

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let index = 0; index < 64; index++) {
    const first =
      (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + rounds[index]! + words[index]!) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = state[index]! + word;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function constants(): { rounds: number[]; starts: number[] } {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  const behindPoint = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  return {
    rounds: primes.map((prime) => behindPoint(Math.cbrt(prime))),
    starts: primes.slice(0, 8).map((prime) => behindPoint(Math.sqrt(prime))),
  };
}
