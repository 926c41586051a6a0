/** A text's UTF-8 in blocks of 16 words of 32 bits, padded with its length as the hashes of this family want it. */
export function blocksOf(text: string, order: 'big' | 'little'): Uint32Array[] {
  const bytes = new TextEncoder().encode(text);
  const count = Math.ceil((bytes.length + 9) / 64);
  const padded = new Uint8Array(count * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  const isLittle = order === 'little';
  const bits = bytes.length * 8;
  const [low, high] = [bits >>> 0, Math.floor(bits / 2 ** 32)];
  view.setUint32(padded.length - 8, isLittle ? low : high, isLittle);
  view.setUint32(padded.length - 4, isLittle ? high : low, isLittle);
  return Array.from({ length: count }, (_, block) =>
    Uint32Array.from({ length: 16 }, (_, word) => view.getUint32(block * 64 + word * 4, isLittle)),
  );
}
