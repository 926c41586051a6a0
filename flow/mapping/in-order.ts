import type { Later } from './step.ts';

/** Runs steps one after the other, at once as long as none has to be waited for. */
export function inOrder(count: number, step: (index: number) => Later): Later {
  for (let index = 0; index < count; index++) {
    const later = step(index);
    if (later) return inOrderAfter(later, index + 1, count, step);
  }
  return undefined;
}

async function inOrderAfter(
  first: Later,
  from: number,
  count: number,
  step: (index: number) => Later,
): Promise<undefined> {
  await first;
  for (let index = from; index < count; index++) {
    const later = step(index);
    if (later) await later;
  }
}
