/** Round steps of an axis of whole euros from 0 to at least `most`, about four of them. */
export function moneyTicks(most: number): number[] {
  const raw = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((size) => size * power).find((size) => size >= raw) ?? raw);
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, index) => index * step);
}
