import type { Flow } from '../flow.ts';
import type { Problem } from '../problem.ts';

/** Ids that several nodes, or several edges, carry: whatever names one of them means both. */
export function idProblems(flow: Flow): Problem[] {
  return [
    ...repeated(flow.nodes).map((id) => duplicate('nodes', id, { node: id })),
    ...repeated(flow.edges).map((id) => duplicate('edges', id, { edge: id })),
  ];
}

function repeated(items: { id: string }[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of items) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
}

function duplicate(what: 'nodes' | 'edges', id: string, where: Problem['where']): Problem {
  return {
    code: 'duplicate-id',
    severity: 'error',
    message: `Several ${what} have the id “${id}”.`,
    wayOut: 'Delete one of them and draw it again.',
    where,
  };
}
