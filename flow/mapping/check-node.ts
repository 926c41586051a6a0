import { type Catalog, operationOf } from '../catalog.ts';
import { type Flow, nodeOf } from '../flow.ts';
import type { Problem } from '../problem.ts';
import { checkMapping } from './check.ts';
import { emptyMapping, mappingSchema } from './document.ts';
import { mappingEnds } from './ends.ts';

const shownIssues = 5;

/** The problems of every mapping in a node's config, against what stands before and behind it. A node without one has none. */
export function checkMappingNode(flow: Flow, catalog: Catalog, nodeId: string): Problem[] {
  const node = nodeOf(flow, nodeId);
  const fields = node ? (operationOf(catalog, node.operation)?.fields ?? []) : [];
  const mappings = fields.filter((field) => field.type === 'mapping');
  if (!node || mappings.length === 0) return [];
  const { source, target } = mappingEnds(flow, catalog, nodeId);
  return mappings.flatMap(({ key }): Problem[] => {
    const parsed = mappingSchema.safeParse(node.config[key] ?? emptyMapping);
    const problems = parsed.success
      ? checkMapping(parsed.data, source?.schema, target?.schema)
      : parsed.error.issues.slice(0, shownIssues).map(
          (issue): Problem => ({
            code: 'mapping-document',
            severity: 'error',
            message: `its mapping cannot be read at “${issue.path.join('.')}”: ${issue.message}`,
            wayOut: 'Draw this mapping again, or take an earlier version of the flow.',
            where: { field: key },
          }),
        );
    return problems.map((problem) => ({
      ...problem,
      message: `In “${node.name}”, ${problem.message}`,
      where: { ...problem.where, node: node.id },
    }));
  });
}
