/** The longest id is 48 characters; what is cut off leaves room for a number. */
const longestBase = 44;
/** Of a node, as the schema has it. */
export const longestName = 80;

/** The base itself, or with the first free number behind it: `map`, `map-2`, `map-3`. */
export function freshId(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const short = base.slice(0, longestBase).replace(/-+$/, '');
  return firstFree((number) => (number === 1 ? short : `${short}-${number}`), used);
}

/** The id a node of this operation gets: `shopify.order-placed` gives `order-placed`. */
export function freshNodeId(operation: string, taken: Iterable<string>): string {
  return freshId(operation.slice(operation.indexOf('.') + 1), taken);
}

/** `map-2` copied is `map-3`, not `map-2-2`. */
export function copiedId(id: string, taken: Iterable<string>): string {
  return freshId(id.replace(/-\d+$/, ''), taken);
}

/** Names are how messages speak of nodes, so a second "Map" is called "Map 2". */
export function freshName(name: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(name)) return name.slice(0, longestName);
  const base = name.replace(/ \d+$/, '').slice(0, longestName - 5);
  return firstFree((number) => (number === 1 ? base : `${base} ${number}`), used);
}

function firstFree(candidate: (number: number) => string, used: Set<string>): string {
  let number = 1;
  while (used.has(candidate(number))) number += 1;
  return candidate(number);
}
