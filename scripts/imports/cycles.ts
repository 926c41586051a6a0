/**
 * Circles among files that import each other, one for each group of files that can all reach one another.
 *
 * @param imports for each file the files it loads
 * @returns each circle as a path that ends where it began, a shortest one through its group's first file by name
 */
export function findCycles(imports: Map<string, string[]>): string[][] {
  const seen = new Set<string>();
  const cycles: string[][] = [];
  for (const file of [...imports.keys()].sort()) {
    if (seen.has(file)) continue;
    const circle = shortestCircle(file, imports);
    if (!circle) continue;
    const group = reach(file, imports);
    for (const other of group) if (reach(other, imports).has(file)) seen.add(other);
    cycles.push(circle);
  }
  return cycles;
}

/** Breadth first from the file until an import leads back to it. */
function shortestCircle(start: string, imports: Map<string, string[]>): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of imports.get(file) ?? []) {
      if (next === start) {
        const path = [start];
        for (let step: string | undefined = file; step !== undefined && step !== start; step = cameFrom.get(step)) {
          path.unshift(step);
        }
        return [start, ...path];
      }
      if (!cameFrom.has(next)) {
        cameFrom.set(next, file);
        queue.push(next);
      }
    }
  }
  return null;
}

function reach(start: string, imports: Map<string, string[]>): Set<string> {
  const reached = new Set([start]);
  for (const file of reached) for (const next of imports.get(file) ?? []) reached.add(next);
  return reached;
}
