import { describe, expect, it } from 'vitest';
import { type Change, copyNodes, edit, label } from './edit.ts';
import { canonicalFlow, type Flow, flowSchema } from './flow.ts';
import { commit, redo, redoLabel, startHistory, undo, undoLabel } from './history.ts';
import { draw } from './testing/draw.ts';

/** order ── map ── invoice, one note, one group of map and invoice. */
function start(): Flow {
  const flow = draw('order > map > invoice', { invoice: { config: { accountCode: '200' } } });
  return {
    ...flow,
    drawing: {
      positions: { order: { x: 0, y: 0 }, map: { x: 200, y: 0 }, invoice: { x: 400, y: 0 } },
      groups: [{ id: 'group', name: 'Ledger', nodes: ['map', 'invoice'] }],
      notes: [{ id: 'note', text: 'Ask about tax', x: 0, y: 200, width: 160, height: 80 }],
    },
  };
}

const outline = (flow: Flow) => ({
  nodes: flow.nodes.map((node) => `${node.id} “${node.name}”`),
  edges: flow.edges.map((edge) => `${edge.from.node}:${edge.from.port} > ${edge.to.node}:${edge.to.port}`),
});

interface Case {
  change: Change;
  label: string;
  /** What is different afterwards. */
  shows: (flow: Flow) => unknown;
  expected: unknown;
}

const cases: Case[] = [
  {
    change: { kind: 'add-node', operation: 'logic.map', name: 'Map', at: { x: 8, y: 16 } },
    label: 'Add “Map”',
    shows: (flow) => [flow.nodes[3], flow.drawing.positions['map-2']],
    expected: [
      { id: 'map-2', operation: 'logic.map', name: 'Map 2', config: {} },
      { x: 8, y: 16 },
    ],
  },
  {
    change: {
      kind: 'add-node',
      operation: 'logic.filter',
      name: 'Filter',
      at: { x: 8, y: 16 },
      placing: { into: 'order-map', input: 'in', output: 'out' },
    },
    label: 'Add “Filter”',
    shows: (flow) => outline(flow).edges,
    expected: ['map:out > invoice:in', 'order:out > filter:in', 'filter:out > map:in'],
  },
  {
    change: {
      kind: 'add-node',
      operation: 'crm.upsert-customer',
      name: 'Customer',
      at: { x: 8, y: 16 },
      config: { list: 'B' },
      connection: 'crm-1',
      placing: { after: { node: 'order', port: 'out' }, input: 'in' },
    },
    label: 'Add “Customer”',
    shows: (flow) => [flow.nodes[3], flow.edges[2]],
    expected: [
      {
        id: 'upsert-customer',
        operation: 'crm.upsert-customer',
        name: 'Customer',
        connection: 'crm-1',
        config: { list: 'B' },
      },
      {
        id: 'order-upsert-customer',
        from: { node: 'order', port: 'out' },
        to: { node: 'upsert-customer', port: 'in' },
      },
    ],
  },
  {
    change: {
      kind: 'add-node',
      operation: 'schedule.every',
      name: 'Every hour',
      at: { x: 8, y: 16 },
      placing: { before: { node: 'map', port: 'in' }, output: 'out' },
    },
    label: 'Add “Every hour”',
    shows: (flow) => outline(flow).edges.at(-1),
    expected: 'every:out > map:in',
  },
  {
    change: { kind: 'remove-nodes', nodes: ['map', 'invoice'] },
    label: 'Delete 2 nodes',
    shows: (flow) => [outline(flow), flow.drawing.positions, flow.drawing.groups],
    expected: [{ nodes: ['order “Order”'], edges: [] }, { order: { x: 0, y: 0 } }, []],
  },
  {
    change: { kind: 'remove-and-reconnect', nodes: ['map'] },
    label: 'Delete node and reconnect',
    shows: (flow) => [outline(flow).edges, flow.drawing.groups[0]?.nodes],
    expected: [['order:out > invoice:in'], ['invoice']],
  },
  {
    change: { kind: 'rename-node', node: 'map', name: 'To invoice' },
    label: 'Rename node to “To invoice”',
    shows: (flow) => flow.nodes[1]?.name,
    expected: 'To invoice',
  },
  {
    change: { kind: 'move-nodes', positions: { map: { x: 208, y: 8 }, order: { x: 8, y: 8 }, gone: { x: 1, y: 1 } } },
    label: 'Move 3 nodes',
    shows: (flow) => flow.drawing.positions,
    expected: { order: { x: 8, y: 8 }, map: { x: 208, y: 8 }, invoice: { x: 400, y: 0 } },
  },
  {
    change: { kind: 'tidy', positions: { map: { x: 224, y: 0 } } },
    label: 'Tidy node',
    shows: (flow) => flow.drawing.positions.map,
    expected: { x: 224, y: 0 },
  },
  {
    change: { kind: 'set-config', node: 'invoice', field: 'status', value: 'DRAFT' },
    label: 'Change status',
    shows: (flow) => flow.nodes[2]?.config,
    expected: { accountCode: '200', status: 'DRAFT' },
  },
  {
    change: { kind: 'set-config', node: 'invoice', field: 'accountCode' },
    label: 'Change accountCode',
    shows: (flow) => flow.nodes[2]?.config,
    expected: {},
  },
  {
    change: { kind: 'set-connection', node: 'invoice', connection: 'ledger' },
    label: 'Choose connection',
    shows: (flow) => flow.nodes[2]?.connection,
    expected: 'ledger',
  },
  {
    change: { kind: 'set-retry', node: 'invoice', retry: { attempts: 3, giveUpMinutes: 60 } },
    label: 'Change tries',
    shows: (flow) => flow.nodes[2]?.retry,
    expected: { attempts: 3, giveUpMinutes: 60 },
  },
  {
    change: { kind: 'add-edge', from: { node: 'order', port: 'out' }, to: { node: 'invoice', port: 'in' } },
    label: 'Connect two nodes',
    shows: (flow) => flow.edges[2],
    expected: { id: 'order-invoice', from: { node: 'order', port: 'out' }, to: { node: 'invoice', port: 'in' } },
  },
  {
    change: { kind: 'remove-edges', edges: ['order-map', 'map-invoice'] },
    label: 'Delete 2 edges',
    shows: (flow) => flow.edges,
    expected: [],
  },
  {
    change: {
      kind: 'paste',
      clipping: copyNodes(start(), ['map', 'invoice']),
      offset: { x: 24, y: 24 },
      keepIncoming: true,
    },
    label: 'Paste 2 nodes',
    shows: (flow) => [outline(flow), flow.drawing.positions['invoice-2'], flow.nodes[4]?.config],
    expected: [
      {
        nodes: ['order “Order”', 'map “Map”', 'invoice “Invoice”', 'map-2 “Map 2”', 'invoice-2 “Invoice 2”'],
        edges: ['order:out > map:in', 'map:out > invoice:in', 'order:out > map-2:in', 'map-2:out > invoice-2:in'],
      },
      { x: 424, y: 24 },
      { accountCode: '200' },
    ],
  },
  {
    change: { kind: 'paste', clipping: copyNodes(start(), ['map']), offset: { x: 24, y: 24 } },
    label: 'Paste node',
    shows: (flow) => outline(flow).edges.length,
    expected: 2,
  },
  {
    change: { kind: 'rename-flow', name: 'Orders to invoices' },
    label: 'Rename flow to “Orders to invoices”',
    shows: (flow) => flow.name,
    expected: 'Orders to invoices',
  },
  {
    change: { kind: 'set-pattern', pattern: 'batch-etl' },
    label: 'Change pattern to batch-etl',
    shows: (flow) => flow.pattern,
    expected: 'batch-etl',
  },
  {
    change: { kind: 'set-needs', needs: { eventsPerDay: 200, purpose: undefined } },
    label: 'Change needs',
    shows: (flow) => flow.needs,
    expected: { eventsPerDay: 200 },
  },
  {
    change: { kind: 'set-settings', settings: { order: 'per-key' } },
    label: 'Change settings',
    shows: (flow) => flow.settings,
    expected: { order: 'per-key', keepDays: 30 },
  },
  {
    change: { kind: 'add-note', note: { text: 'New', x: 1, y: 2, width: 100, height: 50 } },
    label: 'Add note',
    shows: (flow) => flow.drawing.notes[1],
    expected: { id: 'note-2', text: 'New', x: 1, y: 2, width: 100, height: 50 },
  },
  {
    change: { kind: 'edit-note', note: 'note', text: 'Tax is settled' },
    label: 'Edit note',
    shows: (flow) => flow.drawing.notes[0]?.text,
    expected: 'Tax is settled',
  },
  {
    change: { kind: 'place-note', note: 'note', frame: { x: 40, width: 200 } },
    label: 'Move note',
    shows: (flow) => flow.drawing.notes[0],
    expected: { id: 'note', text: 'Ask about tax', x: 40, y: 200, width: 200, height: 80 },
  },
  {
    change: { kind: 'remove-notes', notes: ['note'] },
    label: 'Delete note',
    shows: (flow) => flow.drawing.notes,
    expected: [],
  },
  {
    change: { kind: 'group-nodes', nodes: ['order', 'map'], name: 'Intake' },
    label: 'Group 2 nodes',
    shows: (flow) => flow.drawing.groups,
    expected: [
      { id: 'group', name: 'Ledger', nodes: ['invoice'] },
      { id: 'group-2', name: 'Intake', nodes: ['order', 'map'] },
    ],
  },
  {
    change: { kind: 'ungroup', group: 'group' },
    label: 'Ungroup',
    shows: (flow) => flow.drawing.groups,
    expected: [],
  },
  {
    change: { kind: 'rename-group', group: 'group', name: 'Books' },
    label: 'Rename group to “Books”',
    shows: (flow) => flow.drawing.groups[0]?.name,
    expected: 'Books',
  },
  {
    change: { kind: 'replace-flow', flow: draw('order > invoice'), label: 'Restore version 3' },
    label: 'Restore version 3',
    shows: outline,
    expected: { nodes: ['order “Order”', 'invoice “Invoice”'], edges: ['order:out > invoice:in'] },
  },
];

/** With a loose filter beside it: the case for putting an existing node into an edge. */
const withLoose = (): Flow =>
  edit(start(), { kind: 'add-node', operation: 'logic.filter', name: 'Filter', at: { x: 0, y: 0 } });

describe('every change', () => {
  it.each(cases)('$change.kind ($label) is done, undone and redone', ({ change, label: words, shows, expected }) => {
    const before = start();
    const after = edit(before, change);
    expect(shows(after)).toEqual(expected);
    expect(label(change)).toBe(words);
    expect(flowSchema.safeParse(after).error).toBeUndefined();
    expect(before).toEqual(start());

    const done = commit(startHistory(before), change, 0);
    expect(canonicalFlow(done.flow)).toBe(canonicalFlow(after));
    expect(undoLabel(done)).toBe(words);
    const undone = undo(done);
    expect(undone.flow).toEqual(before);
    expect(redoLabel(undone)).toBe(words);
    expect(redo(undone).flow).toEqual(after);
  });

  it('splice-node-into-edge is done, undone and redone', () => {
    const change: Change = {
      kind: 'splice-node-into-edge',
      node: 'filter',
      edge: 'order-map',
      input: 'in',
      output: 'out',
    };
    const done = commit(startHistory(withLoose()), change, 0);
    expect(outline(done.flow).edges).toEqual(['map:out > invoice:in', 'order:out > filter:in', 'filter:out > map:in']);
    expect(undo(done).flow).toEqual(withLoose());
    expect(redo(undo(done)).flow).toEqual(done.flow);
    expect(undoLabel(done)).toBe('Put node into edge');
  });
});

describe('an impossible or empty change gives back the same flow', () => {
  const impossible: Change[] = [
    { kind: 'remove-nodes', nodes: ['gone'] },
    { kind: 'remove-and-reconnect', nodes: [] },
    { kind: 'rename-node', node: 'gone', name: 'x' },
    { kind: 'rename-node', node: 'map', name: '' },
    { kind: 'rename-flow', name: '' },
    { kind: 'move-nodes', positions: { gone: { x: 1, y: 1 }, map: { x: 200, y: 0 } } },
    { kind: 'set-config', node: 'gone', field: 'a', value: 1 },
    { kind: 'set-config', node: 'invoice', field: 'accountCode', value: '200' },
    { kind: 'set-config', node: 'map', field: 'unset' },
    { kind: 'set-connection', node: 'map' },
    { kind: 'set-retry', node: 'gone', retry: { attempts: 3 } },
    { kind: 'set-retry', node: 'map', retry: { attempts: undefined } },
    { kind: 'add-edge', from: { node: 'order', port: 'out' }, to: { node: 'map', port: 'in' } },
    { kind: 'add-edge', from: { node: 'map', port: 'out' }, to: { node: 'map', port: 'in' } },
    { kind: 'add-edge', from: { node: 'invoice', port: 'out' }, to: { node: 'order', port: 'in' } },
    { kind: 'add-edge', from: { node: 'order', port: 'out' }, to: { node: 'gone', port: 'in' } },
    { kind: 'remove-edges', edges: ['gone'] },
    { kind: 'splice-node-into-edge', node: 'gone', edge: 'order-map', input: 'in', output: 'out' },
    { kind: 'splice-node-into-edge', node: 'map', edge: 'order-map', input: 'in', output: 'out' },
    { kind: 'splice-node-into-edge', node: 'invoice', edge: 'order-map', input: 'in', output: 'out' },
    { kind: 'splice-node-into-edge', node: 'order', edge: 'map-invoice', input: 'in', output: 'out' },
    { kind: 'edit-note', note: 'gone', text: 'x' },
    { kind: 'remove-notes', notes: [] },
    { kind: 'group-nodes', nodes: ['gone'], name: 'x' },
    { kind: 'ungroup', group: 'gone' },
  ];
  it.each(impossible.map((change) => [JSON.stringify(change), change] as const))('%s', (_words, change) => {
    const flow = start();
    expect(edit(flow, change)).toBe(flow);
    const history = startHistory(flow);
    expect(commit(history, change, 0)).toBe(history);
  });
});

describe('removing and reconnecting', () => {
  //               ┌ big ── b ──┬── d               ┌── d
  //   a ── route ─┤            └── e      →    a ──┤         c
  //               └ error ── c                     └── e
  it('bridges through several removed nodes, from every output to every input, leaving error ports aside', () => {
    const flow = draw('a > route; route:big > b > d; b > e; route:error > c');
    const after = edit(flow, { kind: 'remove-and-reconnect', nodes: ['route', 'b'] });
    expect(outline(after).edges).toEqual(['a:out > d:in', 'a:out > e:in']);
  });

  it('adds no second edge where one is', () => {
    const after = edit(draw('a > b > c; a > c'), { kind: 'remove-and-reconnect', nodes: ['b'] });
    expect(outline(after).edges).toEqual(['a:out > c:in']);
  });
});

describe('names', () => {
  it('are cut where the document would not take them', () => {
    const long = 'x'.repeat(200);
    const flow = [
      { kind: 'rename-flow', name: long } as const,
      { kind: 'rename-node', node: 'map', name: long } as const,
      { kind: 'add-node', operation: 'logic.map', name: long, at: { x: 0, y: 0 } } as const,
    ].reduce(edit, start());
    expect(flowSchema.safeParse(flow).error).toBeUndefined();
  });
});

describe('ids of added nodes', () => {
  it('count on from what is there and stay short', () => {
    const long = `logic.${'step-'.repeat(12)}end`;
    const add = (flow: Flow, operation: string) =>
      edit(flow, { kind: 'add-node', operation, name: 'Step', at: { x: 0, y: 0 } });
    const flow = add(add(add(add(start(), 'logic.map'), 'logic.map'), long), long);
    expect(flow.nodes.slice(3).map((node) => node.id)).toEqual([
      'map-2',
      'map-3',
      'step-step-step-step-step-step-step-step-step',
      'step-step-step-step-step-step-step-step-step-2',
    ]);
    expect(flowSchema.safeParse(flow).success).toBe(true);
  });
});
