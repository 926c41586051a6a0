import type { Flow } from '../flow.ts';
import type { FlowTest, PinnedSample } from '../tests.ts';

/** A flow without any has no list of them at all, so that it is written as it always was. */

export function putTests(draft: Flow, tests: FlowTest[]): void {
  if (tests.length > 0) draft.tests = put(draft.tests, tests);
}

export function removeTests(draft: Flow, ids: string[]): void {
  dropFrom(draft, 'tests', ({ id }) => ids.includes(id));
}

export function pinSample(draft: Flow, sample: PinnedSample): void {
  draft.samples = put(draft.samples, [sample]);
}

export function unpinSamples(draft: Flow, ids: string[]): void {
  dropFrom(draft, 'samples', ({ id }) => ids.includes(id));
}

/** What was kept for nodes goes with them. */
export function removeKeptOf(draft: Flow, nodes: ReadonlySet<string>): void {
  dropFrom(draft, 'tests', ({ node }) => nodes.has(node));
  dropFrom(draft, 'samples', ({ node }) => nodes.has(node));
}

function put<Kept extends { id: string }>(list: Kept[] = [], items: Kept[]): Kept[] {
  const others = new Map(items.map((item) => [item.id, item]));
  const replaced = list.map((item) => {
    const other = others.get(item.id);
    others.delete(item.id);
    return other ?? item;
  });
  return [...replaced, ...others.values()];
}

function dropFrom(draft: Flow, part: 'tests' | 'samples', goes: (kept: { id: string; node: string }) => boolean): void {
  const list = draft[part];
  if (!list?.some(goes)) return;
  const rest = list.filter((kept) => !goes(kept));
  if (rest.length === 0) delete draft[part];
  else Object.assign(draft, { [part]: rest });
}
