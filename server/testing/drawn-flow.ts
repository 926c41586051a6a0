import { emptyFlow, type Flow } from '#flow/flow.ts';
import type { Json } from '#flow/json.ts';

/**
 * A flow of the test connector as it is drawn: `'start>put put>post'`. A node is named for its operation, with a number
 * where there are several: `put-2`. An edge leaves by another port as `put.error>post`.
 */
export function drawnFlow(drawing: string, order: Flow['settings']['order'] = 'none'): Json {
  const made = emptyFlow('Drawn');
  const edges = drawing.split(' ').map((arrow, i) => {
    const [source = '', target = ''] = arrow.split('>');
    const [node = '', port = 'out'] = source.split('.');
    return { id: `e${i}`, from: { node, port }, to: { node: target, port: 'in' } };
  });
  const ids = new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]));
  const nodes = [...ids].map((id) => ({ id, operation: `test.${id.replace(/-\d+$/, '')}`, name: id, config: {} }));
  return { ...made, settings: { ...made.settings, order }, nodes, edges } as unknown as Json;
}
