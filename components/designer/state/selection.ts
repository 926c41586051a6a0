/** What is marked on the canvas. Empty lists mean that nothing is. */
export interface Selection {
  nodes: string[];
  edges: string[];
  notes: string[];
}

export const nothing: Selection = { nodes: [], edges: [], notes: [] };

export const onlyNodes = (nodes: string[]): Selection => ({ ...nothing, nodes });

/** The one node that is selected and nothing else, or undefined. */
export function soleNode({ nodes, edges, notes }: Selection): string | undefined {
  return nodes.length === 1 && edges.length === 0 && notes.length === 0 ? nodes[0] : undefined;
}

export const isEmpty = ({ nodes, edges, notes }: Selection): boolean =>
  nodes.length + edges.length + notes.length === 0;

/** The selection without what is no longer there; the same object when all of it is. */
export function stillThere(
  selection: Selection,
  ids: { nodes: Set<string>; edges: Set<string>; notes: Set<string> },
): Selection {
  const next = {
    nodes: selection.nodes.filter((id) => ids.nodes.has(id)),
    edges: selection.edges.filter((id) => ids.edges.has(id)),
    notes: selection.notes.filter((id) => ids.notes.has(id)),
  };
  const size = (one: Selection) => one.nodes.length + one.edges.length + one.notes.length;
  return size(next) === size(selection) ? selection : next;
}
