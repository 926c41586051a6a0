import { type Catalog, operationOf } from './catalog.ts';
import { type Flow, nodeOf } from './flow.ts';
import { type Mapping, mappingSchema, type Row } from './mapping/document.ts';
import { rowOf } from './mapping/edit.ts';
import { mappingEnds, mappingField } from './mapping/ends.ts';
import { linesOf } from './mapping/lineage.ts';
import { pathWords } from './mapping/path.ts';
import { isRequired, schemaAt } from './mapping/shape.ts';

/** A field of what an operation gives: `['line_items', '[]', 'price']` of `shopify.order-placed`. */
export interface GivenField {
  operation: string;
  path: string[];
}

/** A target field that is made of the given one, straight or through maps before it. */
export interface Touched {
  node: string;
  nodeName: string;
  row: string;
  /** Both from the body, in words: `LineItems[].UnitAmount`. */
  target: string;
  source: string;
  /** What becomes of it when the field is gone. A list is made of nothing; what an expression makes of less cannot be told. */
  becomes: 'parked' | 'fails' | 'left out' | 'null' | 'default' | 'empty list' | 'depends';
}

/** What breaks in a flow when a field goes away: every target that reads it, or anything inside it, map after map. */
export function touchedBy(flow: Flow, catalog: Catalog, gone: GivenField): Touched[] {
  const maps = flow.nodes.flatMap((node) => mapAt(flow, catalog, node.id) ?? []);
  const lost = new Map<string, string[][]>();
  for (const { operation, id } of flow.nodes) if (operation === gone.operation) lost.set(id, [gone.path]);
  const found = new Map<string, Touched>();
  // Maps can stand behind maps, in any order in the document: again until nothing more is touched.
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const map of maps) {
      const paths = lost.get(map.source ?? '') ?? [];
      for (const { row, target, sources, loop } of map.lines) {
        const hit = sources.find((source) => paths.some((path) => isIn(source, path)));
        const key = `${map.node} ${row}`;
        if (!hit || found.has(key)) continue;
        // Of a list that is empty nothing else can be missed.
        if (map.loops.get(row)?.some((around) => found.get(`${map.node} ${around}`)?.becomes === 'empty list'))
          continue;
        found.set(key, {
          node: map.node,
          nodeName: map.name,
          row,
          target: pathWords(target),
          source: pathWords(hit),
          // A loop's first source is what it walks over; the others are of its condition.
          becomes: loop && hit !== sources[0] ? 'depends' : fateOf(map, row, target),
        });
        lost.set(map.node, [...(lost.get(map.node) ?? []), target]);
      }
    }
  }
  return [...found.values()];
}

/** Every source field that the map of a node reads; none where it is no map. */
export function readsOf(flow: Flow, catalog: Catalog, node: string): string[][] {
  return mapAt(flow, catalog, node)?.lines.flatMap(({ sources }) => sources) ?? [];
}

interface MapAt {
  node: string;
  name: string;
  source: string | undefined;
  mapping: Mapping;
  target: ReturnType<typeof mappingEnds>['target'];
  lines: ReturnType<typeof linesOf>;
  /** By row id: the loops around it. */
  loops: Map<string, string[]>;
}

function mapAt(flow: Flow, catalog: Catalog, id: string): MapAt | undefined {
  const node = nodeOf(flow, id);
  const operation = node && operationOf(catalog, node.operation);
  const key = operation && mappingField(operation);
  const read = key === undefined ? undefined : mappingSchema.safeParse(node?.config[key]);
  if (!node || !read?.success) return undefined;
  const { source, target } = mappingEnds(flow, catalog, id);
  const lines = linesOf(read.data, source?.schema);
  return {
    node: id,
    name: node.name,
    source: source?.node,
    mapping: read.data,
    target,
    lines,
    loops: loopsOf(read.data.rows, []),
  };
}

function loopsOf(rows: Row[], around: string[]): Map<string, string[]> {
  const found = new Map(rows.map((row) => [row.id, around]));
  for (const row of rows)
    if (row.kind === 'loop') for (const [id, loops] of loopsOf(row.rows, [...around, row.id])) found.set(id, loops);
  return found;
}

const isIn = (source: string[], path: string[]): boolean => path.every((step, index) => source[index] === step);

function fateOf({ mapping, target }: MapAt, id: string, path: string[]): Touched['becomes'] {
  const row: Row | undefined = rowOf(mapping.rows, id);
  if (!row || row.kind === 'loop') return 'empty list';
  switch (row.ifMissing?.do) {
    case 'park':
      return 'parked';
    case 'fail':
      return 'fails';
    case 'null':
      return 'null';
    case 'default':
      return 'default';
    case 'omit':
      return 'left out';
    default: {
      if (row.rule.kind === 'expression') return 'depends';
      const around = schemaAt(target?.schema, path.slice(0, -1));
      return isRequired(around, path.at(-1) ?? '') ? 'parked' : 'left out';
    }
  }
}
